/// A parser of dates in the two commonest forms, `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS`, eight bytes at a time.
///
/// Other forms, and values out of range, are left to ``DateParser``. Most rows have the date of the row before, whose
/// days are kept.
struct FixedDateParser {
    private var (knownYearAndMonth, knownDay): (UInt64, UInt16) = (0, 0)
    private var midnight = 0

    /// Returns the seconds since 1970-01-01 00:00:00 UTC; nil if the text may be in another form, or no date.
    @inline(__always)
    mutating func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let start = text.baseAddress, text.count == 19 || text.count == 10 else { return nil }
        let bytes = UnsafeRawPointer(start)
        let yearAndMonth = bytes.loadUnaligned(as: UInt64.self)
        let day = bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        if yearAndMonth != knownYearAndMonth || day != knownDay {
            guard let seconds = DateParser.seconds(UnsafeBufferPointer(rebasing: text[..<10])) else {
                return nil
            }
            (knownYearAndMonth, knownDay, midnight) = (yearAndMonth, day, Int(seconds))
        }
        if text.count == 10 { return Double(midnight) }
        let mark = text[10]
        guard mark == ASCII.space || mark == UInt8(ascii: "T") else { return nil }
        // HH:MM:SS
        let time = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 11, as: UInt64.self))
        let digits = time ^ 0x3030_3A30_303A_3030
        // Each byte is at most 9, and those of the colons are 0.
        guard digits & 0xF0F0_FFF0_F0FF_F0F0 == 0,
            (digits &+ 0x0606_0006_0600_0606) & 0xF0F0_00F0_F000_F0F0 == 0
        else { return nil }
        func pair(_ shift: UInt64) -> Int {
            Int(truncatingIfNeeded: (digits &>> shift & 0xF) &* 10 &+ (digits &>> (shift &+ 8) & 0xF))
        }
        let (hour, minute, second) = (pair(0), pair(24), pair(48))
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return Double(midnight &+ hour &* 3600 &+ minute &* 60 &+ second)
    }
}
