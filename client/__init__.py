"""The program: keeps, imports, files and shows returns. Layers are held by import contracts."""
