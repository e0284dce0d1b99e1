//! Certificates as PDF with a signed QR code, and their verification.
