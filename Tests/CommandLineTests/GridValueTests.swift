import Testing

/// The values of grids and of parameters in pipelines.
@Suite struct GridValueTests {
    typealias Value = SearchJSON.Value

    @Test(arguments: [
        ("svc.C=0.1,1,1e2", [0.1, 1, 100]),
        ("svc.C= 1 , 2 ", [1, 2]),
        ("svc.C=0.1:100:log:4", [0.1, 1, 10, 100]),
        ("svc.C=0.001:1000:log:7", [0.001, 0.01, 0.1, 1, 10, 100, 1000]),
        ("svc.C=1:2:lin:5", [1, 1.25, 1.5, 1.75, 2]),
        ("svc.C=10:1:lin:2,0.5", [10, 1, 0.5]),
        ("svc.degree=1:3:lin:3", [1, 2, 3]),
        ("svc.degree=1:100:log:3", [1, 10, 100]),
    ])
    func numbers(_ grid: String, _ expected: [Double]) throws {
        let results = try SearchJSON.of(irisSearch + ["--grid", grid])
        let name = String(grid.prefix { $0 != "=" })
        #expect(results.values(name) == expected.map { .number($0) })
    }

    /// Square roots of ten, to the bit that the exponent's formula gives.
    @Test func rangeBetweenPowersOfTen() throws {
        let results = try SearchJSON.of(irisSearch + ["--grid", "svc.C=1:10:log:3"])
        guard case .number(let middle) = results.values("svc.C")[1] else { return #expect(Bool(false)) }
        // One unit in the last place.
        #expect(abs(middle - 10.0.squareRoot()) <= middle.ulp)
    }

    @Test func wordsNumbersAndMaps() throws {
        let results = try SearchJSON.of(
            irisSearch + [
                "--grid", "svc.gamma=scale,0.5", "--grid",
                "svc.class_weight=none,balanced,{setosa:1,virginica:2}",
            ])
        let weights: [Value] = [.null, .word("balanced"), .map(["setosa": 1, "virginica": 2])]
        #expect(results.values("svc.class_weight") == weights.flatMap { [$0, $0] })
        #expect(
            results.values("svc.gamma") == [
                .word("scale"), .number(0.5), .word("scale"), .number(0.5), .word("scale"), .number(0.5),
            ])
    }

    @Test func swappedStepsAppearAsTheirKind() throws {
        let results = try SearchJSON.of([
            "search", "datasets/iris.csv", "--target", "species", "--pipeline",
            "scale: passthrough | clf: passthrough",
            "--grid", "clf=svc(kernel=linear, C=2), logistic-regression", "--grid",
            "scale=passthrough,standard-scaler",
            "--grid", "clf.C=1,2", "--cv", "2",
        ])
        let kinds: [Value] = [.word("svc"), .word("logistic-regression")]
        #expect(results.values("clf") == kinds.flatMap { Array(repeating: $0, count: 4) })
        #expect(
            results.values("clf.C") == [
                .number(1), .number(1), .number(2), .number(2), .number(1), .number(1), .number(2),
                .number(2),
            ])
        #expect(
            results.values("scale")
                == (0..<8).map { $0 % 2 == 0 ? .word("passthrough") : .word("standard-scaler") })
    }

    /// A fixed parameter counts: a grid's value that equals it gives the same score.
    @Test func fixedParametersAreSet() throws {
        func score(_ pipeline: String, _ grid: [String]) throws -> Double? {
            try SearchJSON.of(
                ["search", "datasets/iris.csv", "--target", "species", "--cv", "2", "--pipeline", pipeline]
                    + grid
            ).best?.scores["accuracy"]
        }
        let fixed = try score("pca( n_components = 1 ) | clf : svc(C=0.01, kernel='rbf')", [])
        #expect(try fixed == score("pca | svc", ["--grid", "pca.n_components=1", "--grid", "svc.C=0.01"]))
        #expect(try fixed != score("pca | svc", []))
    }

    @Test func repeatedKindsAreNumbered() throws {
        let results = try SearchJSON.of([
            "search", "datasets/iris.csv", "--target", "species", "--cv", "2", "--pipeline",
            "pca | pca | svc",
            "--grid", "pca.n_components=3", "--grid", "pca-2.n_components=1,2",
        ])
        #expect(results.values("pca-2.n_components") == [.number(1), .number(2)])
    }
}
