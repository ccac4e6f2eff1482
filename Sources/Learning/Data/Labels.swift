/// The classes of n rows: their names once, and a code a row.
public struct Labels: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// The names of the classes, no two of the same bytes, in sorted order: as integers if all are written as such, else by
    /// their bytes. (`001` is not written as an integer is: `1` is.)
    public let classes: [String]

    /// For each row, the index of its class in ``classes``.
    public let codes: [Int32]

    /// Labels of the given names, one a row.
    ///
    /// O(n log n).
    public init(_ names: [String]) {
        let names = names.map { ExactText($0) }
        let classes = Self.sorted(Set(names).map(\.text))
        let codeOf = Dictionary(
            uniqueKeysWithValues: classes.enumerated().map { (ExactText($1), Int32($0)) })
        self.init(classes: classes, codes: names.compactMap { codeOf[$0] })
    }

    /// Labels of the given integers, one a row.
    public init(_ names: some Sequence<Int>) {
        self.init(names.map(String.init))
    }

    /// Creates the labels of a literal of names, one for each row.
    public init(arrayLiteral names: String...) { self.init(names) }

    /// Labels of known classes; each code must be an index into `classes`.
    public init(classes: [String], codes: [Int32]) {
        guard (codes.allSatisfy { $0 >= 0 && $0 < classes.count }) else {
            fatalError("a code must be an index into the classes")
        }
        self.classes = classes
        self.codes = codes
    }

    /// Names of classes in the order codes are given to them.
    public static func sorted(_ names: some Sequence<String>) -> [String] {
        let names = Array(names)
        let numbers = names.compactMap { name in Int(name).flatMap { String($0) == name ? $0 : nil } }
        if numbers.count == names.count { return numbers.sorted().map(String.init) }
        return names.map { ExactText($0) }.sorted().map(\.text)
    }

    /// Whether both have the same classes, to the byte, and codes.
    public static func == (left: Labels, right: Labels) -> Bool {
        left.codes == right.codes && left.hasClasses(right.classes)
    }

    /// Whether the classes are those given, to the byte.
    func hasClasses(_ others: [String]) -> Bool {
        classes.count == others.count && zip(classes, others).allSatisfy { ExactText($0) == ExactText($1) }
    }

    /// The number of rows.
    public var count: Int { codes.count }

    /// The name of each row's class.
    public var names: [String] { codes.map { classes[Int($0)] } }

    /// The labels of the rows at the given indices; the classes stay, whether or not they still occur.
    public func rows(at indices: [Int]) -> Labels {
        Labels(classes: classes, codes: indices.map { codes[$0] })
    }

    /// How many rows each class has.
    public var counts: [Int] {
        codes.reduce(into: [Int](repeating: 0, count: classes.count)) { $0[Int($1)] += 1 }
    }

    /// The codes of the classes that occur, ascending.
    public var presentCodes: [Int32] {
        counts.enumerated().filter { $0.element > 0 }.map { Int32($0.offset) }
    }
}
