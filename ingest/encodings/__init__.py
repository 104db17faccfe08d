"""Vietnamese before Unicode: TCVN3 and VNI texts to Unicode, by the font that shows them or by evidence.

Both put Vietnamese letters where Latin-1 has others, so the same code points mean different letters under a
font of the `.Vn…` or `VNI-…` family than under any other.
"""
