import Logging
import Trellis

extension Logger.Level {
    /// Parses the name of a level.
    ///
    /// - Throws: `TextError`.
    init(_ text: PlacedText) throws {
        guard let level = Self(rawValue: text.text) else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'",
                expected: Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = level
    }
}
