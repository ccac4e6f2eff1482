import Drawing
import Testing
import Trellis

@testable import Reporting

/// What a page shows of the best model.
@Suite struct ModelTests {
    private func charts(_ pipeline: Pipeline, _ data: Dataset) throws -> [any Chart] {
        try ModelCharts(pipeline.fit(data)).charts
    }

    @Test func coefficientsHaveTheNamesOfTheirColumns() throws {
        let data = try Samples.data()
        let model = try Pipeline(StandardScaler(), LogisticRegression()).fit(data)
        let logistic = try #require(model["logistic-regression", as: LogisticRegression.self])
        let chart = try #require(ModelCharts(model).charts.first as? BarChart)
        let expected = zip(["x0", "x1", "x2", "x3"], logistic.coefficients[row: 0])
            .sorted { $0.1.magnitude > $1.1.magnitude }
        #expect(chart.bars.map(\.label) == expected.map(\.0) && chart.bars.map(\.value) == expected.map(\.1))
        #expect(chart.note.contains("favour yes"))
        let values = try Dataset(features: data.features, target: .values((0..<60).map { Double($0 % 7) }))
        let ridge = try #require(charts(Pipeline(PCA(nComponents: 2), Ridge()), values).first as? BarChart)
        #expect(Set(ridge.bars.map(\.label)) == ["pca0", "pca1"])
    }

    @Test func coefficientsOfSeveralClassesAreAMap() throws {
        let data = try Samples.data(classes: ["a", "b", "c"], rows: 90)
        let model = try Pipeline(LogisticRegression()).fit(data)
        let logistic = try #require(model["logistic-regression", as: LogisticRegression.self])
        let chart = try #require(ModelCharts(model).charts.first as? HeatMap)
        #expect(chart.columns == ["a", "b", "c"])
        for (name, values) in zip(chart.rows, chart.values) {
            let column = try #require(["x0", "x1", "x2", "x3"].firstIndex(of: name))
            #expect(values == logistic.coefficients[column: column])
        }
    }

    @Test func supportVectorsAreCounted() throws {
        let data = try Samples.data(classes: ["a", "b", "c"], rows: 90)
        let model = try Pipeline(SVC()).fit(data)
        let svc = try #require(model["svc", as: SVC.self])
        let chart = try #require(ModelCharts(model).charts.first as? BarChart)
        // The classes of the training rows that are support vectors.
        let texts = svc.supportIndices.map { data.target.texts[$0] }
        #expect(chart.bars.map(\.label) == ["a", "b", "c"])
        #expect(
            chart.bars.map(\.value) == ["a", "b", "c"].map { name in Double(texts.count { $0 == name }) })
    }

    @Test func importanceIsSorted() {
        let importance = PermutationImportance(
            columns: ["x", "y"], score: 1, importances: [[0.1, 0.1], [0.2, 0.4]])
        let content = ModelSection(nil, importance, scorer: "accuracy").content.text
        let (x, y) = (content.range(of: ">x<"), content.range(of: ">y<"))
        #expect(x != nil && y != nil && y!.lowerBound < x!.lowerBound)
        #expect(content.contains("standard deviation of 2 orders"))
        #expect(ModelSection(nil, nil, scorer: "accuracy").content.text == "")
    }

    @Test func otherModelsHaveNoChart() throws {
        let data = try Samples.data()
        #expect(try charts(Pipeline(StandardScaler(), PCA()), data).isEmpty)
    }
}
