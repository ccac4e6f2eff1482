import Foundation
import Learning
import LinearAlgebra
import Testing

/// `Golden/columns.json`, as `Tools/golden/columns.py` writes it.
struct ColumnGolden: Decodable {
    struct Table: Decodable {
        let train: GoldenTable
        let test: GoldenTable
    }

    struct Imputer: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let addIndicator: Bool
        let parameters: [String: ParameterValue]
        let fails: Bool?
        let output: GoldenTable?
        var testDescription: String { "\(data) \(parameters.words) indicator \(addIndicator)" }
    }

    struct Encoder: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let parameters: [String: ParameterValue]
        let fitFails: Bool?
        let categories: [[String]]?
        let names: [String]?
        let trained: [[Double?]]?
        let transformed: [[Double?]]?
        let transformFails: Bool?
        var testDescription: String { "\(data) \(parameters.words)" }
    }

    let tables: [String: Table]
    let encoded: [String: [String]]
    let imputers: [Imputer]
    let oneHot: [Encoder]
    let ordinal: [Encoder]

    static let all: ColumnGolden? = GoldenFile.read("columns")

    /// The training rows, the rows to transform and the names of the columns that encoders read.
    static func encoded(_ data: String) throws -> (FeatureTable, FeatureTable, [String]) {
        let golden = try #require(all)
        let table = try #require(golden.tables[data] ?? golden.tables["categories"])
        let names = try #require(golden.encoded[data])
        return (try table.train.columns(names).table(), try table.test.columns(names).table(), names)
    }

    /// Checks an encoder's categories, names and rows against a case.
    static func check<E: TableTransformer>(
        _ encoder: E, _ golden: Encoder, categories: (E.Model) -> [[String]]
    ) throws {
        let (train, test, names) = try encoded(golden.data)
        if golden.fitFails == true {
            #expect(throws: LearningError.self) { try encoder.fit(train, to: anyTarget(train.rowCount)) }
            return
        }
        guard golden.names != [] else {
            // scikit-learn returns no columns.
            #expect(throws: LearningError.self) { try encoder.fit(train, to: anyTarget(train.rowCount)) }
            return
        }
        let model = try encoder.fit(train, to: anyTarget(train.rowCount))
        #expect(categories(model) == golden.categories)
        #expect(model.outputNames(for: names, step: "step") == golden.names)
        let trained = try #require(try model.transform(train).matrix)
        #expect(equalOrMissing(trained.values, matrix(try #require(golden.trained))))
        if golden.transformFails == true {
            let error = try #require(throws: LearningError.self) { try model.transform(test) }
            guard case .unknownCategory(E.kind, _, _, _) = error else {
                Issue.record("\(error)")
                return
            }
        } else {
            let transformed = try #require(try model.transform(test).matrix)
            #expect(equalOrMissing(transformed.values, matrix(try #require(golden.transformed))))
        }
        let read = try JSONDecoder().decode(E.Model.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(equalOrMissing(try #require(try read.transform(train).matrix).values, trained.values))
    }
}

extension [String: ParameterValue] {
    /// The parameters for the name of a test.
    var words: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}

@Suite struct SimpleImputerTests {
    @Test func hasGolden() throws {
        #expect(try #require(ColumnGolden.all).imputers.count == 32)
    }

    @Test(arguments: ColumnGolden.all?.imputers ?? [])
    func agrees(_ golden: ColumnGolden.Imputer) throws {
        let data = try #require(ColumnGolden.all?.tables[golden.data])
        let (train, test) = (try data.train.table(), try data.test.table())
        var imputer = try SimpleImputer().setting(golden.parameters)
        imputer.addIndicator = golden.addIndicator
        guard golden.fails != true else {
            #expect(throws: LearningError.self) { try imputer.fit(train, to: anyTarget(train.rowCount)) }
            return
        }
        let model = try imputer.fit(train, to: anyTarget(train.rowCount))
        let expected = try #require(golden.output)
        #expect(model.outputNames(for: data.train.names, step: "step") == expected.names)
        #expect(model.outputCount == expected.names.count)
        let filled = try model.transform(test)
        let dropsColumns = !Set(data.train.names).isSubset(of: expected.names)
        #expect(model.warnings.count == (dropsColumns ? 1 : 0))
        #expect(equalCells(filled.table, try expected.table()))
        // A matrix is filled with the same numbers as a table of numbers.
        if let matrix = test.matrix {
            #expect(try model.transform(matrix).values == filled.matrix?.values)
        }
        let read = try JSONDecoder().decode(FittedSimpleImputer.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(read == model)
    }

    /// As in scikit-learn, nothing is left of columns without any value but their indicators.
    @Test func dropsAllColumnsWithoutAnyValue() throws {
        let x = Matrix(rows: 3, columns: 2, repeating: .nan)
        let names = try FeatureTable([.categories(CategoryColumn([nil, nil, nil]))])
        let strategies: [(SimpleImputer, any FeaturesConvertible)] = [
            (SimpleImputer(), x), (SimpleImputer(strategy: .mostFrequent), names),
        ]
        for (imputer, x) in strategies {
            let model = try imputer.fit(x.features, to: anyTarget(3))
            try model.validate()
            #expect(model.outputCount == 0 && model.outputNames(for: ["a", "b"], step: "s").isEmpty)
            #expect(model.warnings.count == 1)
            let left = try #require(model.transform(x.features.table).matrix)
            #expect(left.rows == 3 && left.columns == 0)
            #expect(throws: LearningError.noData(rows: 3, columns: 0)) {
                try StandardScaler().fit(left, to: anyTarget(3))
            }
        }
        #expect(try SimpleImputer().fit(x, to: anyTarget(3)).transform(x).columns == 0)
        let indicating = try SimpleImputer(addIndicator: true).fit(x, to: anyTarget(3))
        #expect(try indicating.transform(x) == Matrix(rows: 3, columns: 2, repeating: 1))
    }

    @Test func refusesNumbersForCategories() throws {
        let names = try FeatureTable([.categories(CategoryColumn(["a", nil]))])
        #expect(throws: LearningError.self) {
            try SimpleImputer(strategy: .constant, fillValue: 1).fit(names, to: anyTarget(2))
        }
    }

    @Test func refusesOtherKinds() throws {
        let numbers = try FeatureTable([.numbers([1, .nan])])
        let model = try SimpleImputer().fit(numbers, to: anyTarget(2))
        #expect(throws: LearningError.columnKind(column: 0, found: .date, expected: .number)) {
            try model.transform(FeatureTable([.dates([1, 2])]))
        }
        let dates = try SimpleImputer().fit(FeatureTable([.dates([1, .nan])]), to: anyTarget(2))
        #expect(throws: LearningError.columnKind(column: 0, found: .number, expected: .date)) {
            try dates.transform(Matrix([[1]]))
        }
        #expect(
            try equalCells(
                dates.transform(FeatureTable([.dates([.nan, 5])])).table, FeatureTable([.dates([1, 5])])))
    }
}

@Suite struct OneHotEncoderTests {
    @Test func hasGolden() throws {
        #expect(try #require(ColumnGolden.all).oneHot.count == 116)
    }

    @Test(arguments: ColumnGolden.all?.oneHot ?? [])
    func agrees(_ golden: ColumnGolden.Encoder) throws {
        try ColumnGolden.check(OneHotEncoder().setting(golden.parameters), golden) { $0.categories }
    }

    @Test func refusesToDropEveryColumn() throws {
        let x = try FeatureTable([.categories(CategoryColumn(["a", "a"]))])
        #expect(throws: LearningError.self) { try OneHotEncoder(drop: .first).fit(x, to: anyTarget(2)) }
    }

    @Test func namesTheUnknownCategory() throws {
        let x = try FeatureTable([.numbers([1, 2]), .categories(CategoryColumn(["a", "b"]))])
        let model = try OneHotEncoder().fit(x, to: anyTarget(2))
        let other = try FeatureTable([.numbers([1, 2]), .categories(CategoryColumn(["a", "c"]))])
        #expect(
            throws: LearningError.unknownCategory(step: "one-hot-encoder", column: 1, name: "c", row: 1)
        ) { try model.transform(other) }
    }
}

@Suite struct OrdinalEncoderTests {
    @Test func hasGolden() throws {
        #expect(try #require(ColumnGolden.all).ordinal.count == 80)
    }

    @Test(arguments: ColumnGolden.all?.ordinal ?? [])
    func agrees(_ golden: ColumnGolden.Encoder) throws {
        try ColumnGolden.check(OrdinalEncoder().setting(golden.parameters), golden) { $0.categories }
    }
}
