"""FileUpload and BulkUpload: choosing, checking, reading and sending files."""
