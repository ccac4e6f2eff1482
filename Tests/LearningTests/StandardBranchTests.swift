import Learning
import LinearAlgebra
import Testing

/// The standard branches of columns turn any table into numbers.
@Suite struct StandardBranchTests {
    static func data() throws -> Dataset {
        let rows = 0..<120
        let table = try FeatureTable([
            .numbers(rows.map { $0 % 9 == 2 ? .nan : Double($0 * $0 % 17) }),
            .categories(CategoryColumn(rows.map { $0 % 7 == 3 ? nil : ["x", "y", "z"][$0 % 3] })),
            .categories(CategoryColumn(rows.map { $0 % 11 == 5 ? nil : "id \($0 % 50)" })),
            .dates(rows.map { $0 % 8 == 1 ? .nan : 1.7e9 + 5000 * Double($0) }),
        ])
        return try Dataset(
            features: table, featureNames: ["size", "kind", "id", "when"],
            target: .labels(Labels(rows.map { $0 * 7 % 10 < 5 ? "no" : "yes" })))
    }

    @Test func fitAMixedTable() throws {
        let data = try Self.data()
        let pipeline = Pipeline(StandardScaler(), LogisticRegression()).preparedForColumns(of: data)
        let model = try pipeline.fit(data)
        #expect(
            model.layout?.branches.map(\.name) == ["numeric", "categorical", "high-cardinality", "dates"])
        #expect(model.layout?.branches.map(\.columns) == [[0], [1], [2], [3]])
        // A number, four categories, one encoding, and the parts of a date: year, month, day, hour and seconds.
        let first = try #require(model["standard-scaler", as: StandardScaler.self])
        #expect(first.featureCount == 1 + 4 + 1 + 5)
        #expect(try model.predict(data.features).count == 120)
    }

    @Test func moreThanFortyCategoriesAreMany() throws {
        let columns = [40, 41].map { count in
            FeatureColumn.categories(CategoryColumn((0..<41).map { "c\($0 % count)" }))
        }
        let data = try Dataset(
            features: FeatureTable(columns), featureNames: ["few", "many"],
            target: .values((0..<41).map(Double.init)))
        let layout = try Pipeline(columns: ColumnBranch.standard, Ridge()).columns?.layout(for: data)
        #expect(layout?.branches.map(\.name) == ["categorical", "high-cardinality"])
        #expect(layout?.branches.map(\.columns) == [[0], [1]])
    }

    /// A pipeline with the standard branches is written as `columns`; steps for numbers need none for a matrix.
    @Test func theStandardIsShort() throws {
        let mixed = try Self.data()
        #expect(Pipeline(SVC()).preparedForColumns(of: mixed).description == "columns | svc")
        let numbers = try Dataset(features: Matrix([[1], [2]]), target: .values([1, 2]))
        #expect(Pipeline(Ridge()).preparedForColumns(of: numbers).description == "ridge")
    }
}
