import Testing

@testable import Tabular

/// The bounds of the warnings of a description, and their words.
@Suite struct TableWarningTests {
    /// The warnings of a table with one column and its cells, each beside a number of its own, so that no rows are equal.
    private func warnings(
        _ cells: [String], options: ReadingOptions = ReadingOptions(), target: String? = nil
    ) throws -> [TableWarning] {
        let rows = cells.enumerated().map { "\($0 * $0),\($1)\n" }
        return try TableDescription(table("n,c\n" + rows.joined(), options: options), target: target).warnings
    }

    private func texts(_ count: Int, distinct: Int) -> [String] { (0..<count).map { "c\($0 % distinct)" } }

    @Test func identifiersHaveManyRowsThatAreNearlyAllDistinct() throws {
        #expect(try warnings(texts(19, distinct: 19)).isEmpty)
        #expect(try warnings(texts(20, distinct: 20)).map(\.kind) == [.identifier])
        #expect(try warnings(texts(40, distinct: 38)).map(\.kind) == [.identifier])
        #expect(try warnings(texts(40, distinct: 37)).isEmpty)
        // Missing cells do not count.
        #expect(try warnings(texts(20, distinct: 20) + [String](repeating: "", count: 20)).count == 1)
        #expect(try warnings(texts(19, distinct: 19) + ["", ""]).isEmpty)
        // Consecutive integers, with a few gaps; not reals, dates, or the target.
        #expect(try warnings((0..<40).map { "\($0 + $0 / 20)" }).map(\.kind) == [.identifier])
        #expect(try warnings((0..<40).map { "\($0 + $0 / 10)" }).isEmpty)
        #expect(try warnings((0..<40).map { "\($0).5" }).isEmpty)
        #expect(try warnings((0..<28).map { "2024-02-\($0 < 9 ? "0" : "")\($0 + 1)" }).isEmpty)
        #expect(try warnings(texts(40, distinct: 40), target: "c").isEmpty)
    }

    @Test func manyCategoriesAreMoreThanAHundred() throws {
        #expect(try warnings(texts(300, distinct: 100)).isEmpty)
        #expect(try warnings(texts(300, distinct: 101)).map(\.message) == ["'c' has 101 categories"])
    }

    @Test func columnsOfOneValueAreConstant() throws {
        #expect(try warnings(["a", "a"]).map(\.message) == ["'c' has the same value in every row"])
        #expect(
            try warnings(["2", "", "2"]).map(\.message)
                == ["'c' has the same value in every cell that is not missing"])
        #expect(try warnings(["", ""]).map(\.message) == ["'c' has no values: every cell is missing"])
        #expect(try warnings(["a", "b"]).isEmpty)
    }

    @Test func fourFifthsOfTheCellsMustBeNumbers() throws {
        let numbers = (0..<8).map { "\($0 % 3)" }
        #expect(
            try warnings(numbers + ["x", "y"]).map(\.message) == [
                "'c' is text because of 2 cells among numbers, the first on line 10: 'x'; "
                    + "if it marks a missing cell, use --missing 'x'"
            ])
        #expect(try warnings(numbers + ["x", "y", "z"]).isEmpty)
        #expect(
            try warnings(numbers + ["x"]).map(\.message) == [
                "'c' is text because of 1 cell among numbers, the first on line 10: 'x'; "
                    + "if it marks a missing cell, use --missing 'x'"
            ])
        // Categories by declaration are meant as text.
        #expect(try warnings(numbers + ["x"], options: ReadingOptions(types: ["c": .category])).isEmpty)
        let commas = ["1,5", "2,5", "1,5", "3,5", "2,5", "1,5", "x"].map { "\"\($0)\"" }
        #expect(try warnings(commas).isEmpty)
        let rows = commas.enumerated().map { "\($0 * $0);\($1)\n" }.joined()
        let german = try table("n;c\n" + rows, options: ReadingOptions(separator: ";", decimal: .comma))
        #expect(try TableDescription(german).warnings.map(\.kind) == [.textAmongNumbers])
    }

    @Test func infinitiesAndDuplicatesAreCounted() throws {
        #expect(
            try warnings(["1", "inf", "-inf", "2"]).map(\.message) == ["'c' has 2 infinite numbers"])
        let rows = try TableDescription(table("a,b\n1,x\n1,x\n1,x\n2,y\n")).warnings
        #expect(rows.map(\.message) == ["2 of 4 rows equal an earlier row"])
    }

    /// Columns that nearly determine the target are leaks, unless they are identifiers.
    @Test func leaksAreAssociationsOfNearlyOne() throws {
        func kinds(_ rows: [(Double, Double)]) throws -> [TableWarning.Kind] {
            let text = rows.map { "\($0.0),\($0.1)\n" }.joined()
            return try TableDescription(table("x,y\n" + text), target: "y").warnings.map(\.kind)
        }
        /// Numbers whose correlation with the target falls with `noise`.
        func rows(_ noise: Double) -> [(Double, Double)] {
            (0..<60).map { index -> (Double, Double) in
                let shift = noise * Double(index * 37 % 60 - 30)
                return (Double(index) + 0.5 + shift, Double(index * 2) + 0.25)
            }
        }
        #expect(try kinds(rows(0.1)) == [.leak])
        #expect(try kinds(rows(0.3)).isEmpty)
        let identifiers = (0..<60).map { "\($0),\($0 * 2).25\n" }.joined()
        let description = try TableDescription(table("x,y\n" + identifiers), target: "y")
        #expect(description.associations.allSatisfy { $0.value > 0.999_999 })
        #expect(description.warnings.map(\.kind) == [.identifier])
    }

    /// A target of a few integers is classes; of more, or by declaration, numbers.
    @Test func integersAreClassesAsATarget() throws {
        func measure(_ distinct: Int, _ options: ReadingOptions = ReadingOptions()) throws -> Association? {
            let rows = (0..<80).map { "\($0 % 7),\($0 % distinct)\n" }.joined()
            return try TableDescription(table("x,y\n" + rows, options: options), target: "y").associations
                .first
        }
        #expect(try measure(20)?.measure == .correlationRatio)
        #expect(try measure(21)?.measure == .pearson)
        #expect(try measure(3, ReadingOptions(types: ["y": .number]))?.measure == .pearson)
    }
}
