/// The classes of n rows: the class names, and a code for each row.
public struct Labels: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// The distinct names of the classes, in sorted order: as integers if all are integers, otherwise by bytes. (`001`
    /// is not an integer in this sense; `1` is.)
    public let classes: [String]

    /// The code of each row: the index of its class in ``classes``.
    public let codes: [Int32]

    /// Creates labels from the name of each row's class.
    ///
    /// - Complexity: O(n log n).
    public init(_ names: [String]) {
        let names = names.map { ExactText($0) }
        let classes = Self.sorted(Set(names).map(\.text))
        let codeOf = Dictionary(
            uniqueKeysWithValues: classes.enumerated().map { (ExactText($1), Int32($0)) })
        self.init(classes: classes, codes: names.compactMap { codeOf[$0] })
    }

    /// Creates labels from the integer class of each row.
    public init(_ names: some Sequence<Int>) {
        self.init(names.map(String.init))
    }

    /// Creates the labels of a literal of names, one for each row.
    public init(arrayLiteral names: String...) { self.init(names) }

    /// Creates labels of known classes; each code must be an index of `classes`.
    public init(classes: [String], codes: [Int32]) {
        guard (codes.allSatisfy { $0 >= 0 && $0 < classes.count }) else {
            fatalError("every code must be an index of the classes")
        }
        self.classes = classes
        self.codes = codes
    }

    /// Returns the names of classes in the order of their codes.
    public static func sorted(_ names: some Sequence<String>) -> [String] {
        let names = Array(names)
        let numbers = names.compactMap { name in Int(name).flatMap { String($0) == name ? $0 : nil } }
        if numbers.count == names.count { return numbers.sorted().map(String.init) }
        return names.map { ExactText($0) }.sorted().map(\.text)
    }

    /// Returns whether both have the same classes, by bytes, and the same codes.
    public static func == (left: Labels, right: Labels) -> Bool {
        left.codes == right.codes && left.hasClasses(right.classes)
    }

    /// Returns whether the classes equal the given ones, by bytes.
    func hasClasses(_ others: [String]) -> Bool {
        classes.count == others.count && zip(classes, others).allSatisfy { ExactText($0) == ExactText($1) }
    }

    /// The number of rows.
    public var count: Int { codes.count }

    /// The name of each row's class.
    public var names: [String] { codes.map { classes[Int($0)] } }

    /// Returns the labels of the rows at the given indices, with the same classes.
    public func rows(at indices: [Int]) -> Labels {
        Labels(classes: classes, codes: indices.map { codes[$0] })
    }

    /// The number of rows of each class.
    public var counts: [Int] {
        codes.reduce(into: [Int](repeating: 0, count: classes.count)) { $0[Int($1)] += 1 }
    }

    /// The class codes that occur, ascending.
    public var presentCodes: [Int32] {
        counts.enumerated().filter { $0.element > 0 }.map { Int32($0.offset) }
    }
}
