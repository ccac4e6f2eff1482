internal import Tabular

/// The distinct values of a column, with codes in order of first occurrence.
struct KeyCoder: Sendable {
    /// The type of the values.
    let kind: ValueKind

    /// Whether all numbers so far are integers.
    private(set) var areIntegers = true

    /// The bit patterns of numbers and dates.
    private(set) var numbers = CodeTable()
    private(set) var texts = CategoryBuilder()

    /// The codes of small whole numbers, -1 for those that have not occurred.
    private var small = [Int32](repeating: -1, count: 256)

    /// The codes of the texts of the dictionary that values have come with.
    private var codeOfText: [Int32] = []

    /// Creates a coder without values.
    init(kind: ValueKind) { self.kind = kind }

    /// Creates a coder of distinct texts.
    init(texts: CategoryBuilder, areIntegers: Bool) {
        kind = .text
        (self.texts, self.areIntegers) = (texts, areIntegers)
    }

    /// Creates a coder of distinct numbers or dates, by their bit patterns.
    init(kind: ValueKind, numbers: CodeTable, areIntegers: Bool) {
        self.kind = kind
        (self.numbers, self.areIntegers) = (numbers, areIntegers)
        for (code, word) in numbers.words.enumerated() {
            let value = Double(bitPattern: word)
            if value >= 0, value < 256, value == value.rounded() {
                small[Int(value)] = Int32(truncatingIfNeeded: code)
            }
        }
    }

    /// The number of values.
    var count: Int { kind == .text ? texts.count : numbers.count }

    /// Returns the codes of values, -1 for missing ones; adds new values.
    ///
    /// - Parameters:
    ///   - value: The values of a block.
    ///   - rows: The number of rows.
    ///   - dictionary: The texts of the values: the same in all calls, but for texts that are added to it.
    mutating func codes(of value: BlockValue, rows: Int, dictionary: CategoryBuilder) -> [Int32] {
        switch value {
        case .texts(let codes, _):
            learn(dictionary)
            return codeOfText.withUnsafeBufferPointer { known in
                codes.map { $0 < 0 ? -1 : known[Int($0)] }
            }
        case .flags(let flags):
            let pair = (code(of: 0), code(of: 1))
            return flags.map { $0 ? pair.1 : pair.0 }
        case .numbers(let values, let areIntegers):
            self.areIntegers = self.areIntegers && areIntegers
            return codes(of: values)
        case .dates(let values): return codes(of: values)
        case .constant(let value): return [Int32](repeating: value.isNaN ? -1 : code(of: value), count: rows)
        case .text: preconditionFailure("literals are in dictionaries")
        }
    }

    /// Adds the values of another coder, and returns their codes.
    mutating func codes(of other: KeyCoder) -> [Int32] {
        areIntegers = areIntegers && other.areIntegers
        if kind == .text {
            return (0..<other.texts.count).map { place in
                other.texts.withText(of: place) { texts.code(of: $0) }
            }
        }
        return other.numbers.words.map { code(of: Double(bitPattern: $0)) }
    }

    private mutating func learn(_ dictionary: CategoryBuilder) {
        for place in codeOfText.count..<max(codeOfText.count, dictionary.count) {
            codeOfText.append(dictionary.withText(of: place) { texts.code(of: $0) })
        }
    }

    private mutating func codes(of values: [Double]) -> [Int32] {
        values.withUnsafeBufferPointer { values in
            filled(values.count) { row in values[row].isNaN ? -1 : code(of: values[row]) }
        }
    }

    @inline(__always)
    private mutating func code(of value: Double) -> Int32 {
        // Whole numbers from 0 are hours, counts and codes more often than not.
        if value >= 0, value < 256 {
            let place = Int(value)
            if Double(place) == value {
                let code = small[place]
                if code >= 0 { return code }
                // Adding 0 turns minus zero into zero.
                let new = numbers.code(of: (value + 0).bitPattern)
                small[place] = new
                return new
            }
        }
        return numbers.code(of: (value + 0).bitPattern)
    }
}

extension KeyCoder {
    /// Returns the code of a number or date that is not missing; -1 if there is none.
    func existingCode(of value: Double) -> Int32 { numbers.existingCode(of: (value + 0).bitPattern) }

    /// The number of bytes, approximately.
    var byteCount: Int { 24 * count + texts.utf8.count }

    /// The number or date with a code.
    func number(_ code: Int32) -> Double { Double(bitPattern: numbers.words[Int(code)]) }

    /// The rank of each code in the order of the values: numbers ascending, texts by their bytes.
    var ranks: [Int32] {
        let order: [Int] =
            if kind == .text {
                (0..<texts.count).sorted { one, two in
                    texts.withText(of: one) { one in texts.withText(of: two) { one.compared(to: $0) < 0 } }
                }
            } else {
                numbers.words.indices.sorted { number(Int32($0)) < number(Int32($1)) }
            }
        var ranks = [Int32](repeating: 0, count: order.count)
        for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
        return ranks
    }
}
