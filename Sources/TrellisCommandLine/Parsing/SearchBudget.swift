import Trellis

/// The limit after which a search ends by itself: a number with the unit `s`, `m`, `h` or `tasks`.
struct SearchBudget: Equatable {
    /// What is limited.
    private enum Limit: Equatable {
        case time(Duration)
        case tasks(Int)
    }

    private let limit: Limit

    /// The limit for messages: `90s`, `5000 tasks`.
    let text: String

    /// The seconds of each unit.
    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]

    /// Parses a limit.
    ///
    /// - Throws: `TextError`.
    init(_ text: PlacedText) throws {
        if text.text.hasSuffix("tasks"), let count = Int(text.text.dropLast(5).filter { $0 != " " }),
            count > 0
        {
            limit = .tasks(count)
            self.text = "\(count) tasks"
        } else if let unit = text.text.last.flatMap({ Self.units[$0] }),
            let number = Double(text.text.dropLast()),
            number > 0, number * unit <= 1e9
        {
            limit = .time(.milliseconds(Int64((number * unit * 1000).rounded(.up))))
            self.text = text.text
        } else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'",
                expected: "a number greater than 0 with a unit, such as 90s, 15m, 2h or 5000tasks")
        }
    }

    /// Creates the stop of a search; a time begins now.
    func stop() -> SearchStop {
        switch limit {
        case .time(let duration): SearchStop(after: duration)
        case .tasks(let count): SearchStop(afterTasks: count)
        }
    }
}
