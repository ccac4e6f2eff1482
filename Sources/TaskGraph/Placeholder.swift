import CXXHash
func f() -> UInt64 { trellis_xxh3("abc", 3).low }
