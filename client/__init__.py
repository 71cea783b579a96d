"""The program: keeps, imports, files and shows returns. Floors are held by import contracts."""
