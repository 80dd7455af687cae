"""Child processes seen from the kernel: started, kept warm, spoken to, watched, and their ends."""
