import Foundation
import LinearAlgebra
import TaskGraph
import Testing
import Trellis

/// Names that only their bytes tell apart stay apart in groups, searches, keys, model files and what workers are sent.
@Suite struct ExactNameTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"

    private static func data() throws -> Dataset {
        let rows: [[Double]] = (0..<40).map { row in
            let first = Double(row % 4) * 3 + Double(row) / 40
            return [first, Double(row * 7 % 11)]
        }
        let names = ["001", "1", composed, decomposed]
        return try Dataset(
            features: Matrix(rows), featureNames: ["\u{212A}", "K"],
            target: .labels(Labels((0..<40).map { names[$0 % 4] })), targetName: composed)
    }

    private static let weights: [ExactText: Double] = [
        "001": 2, "1": 0.5, "caf\u{E9}": 3, "cafe\u{301}": 0.25,
    ]

    @Test func groupsStayApart() throws {
        let groups = [Self.composed, Self.decomposed, "K", "\u{212A}", "1", "001"].flatMap { [$0, $0] }
        let target = Target.values(Array(repeating: 0, count: 12))
        let splits = try GroupKFold(6).splits(of: target, groups: Labels(groups))
        #expect(Set(splits.map(\.test)) == Set((0..<6).map { group -> [Int] in [2 * group, 2 * group + 1] }))
    }

    @Test func aSearchWithSuchClassesIsThatWithPlainOnes() async throws {
        let data = try Self.data()
        func results(_ data: Dataset, _ weights: [ExactText: Double]) async throws -> SearchResults {
            try await GridSearch(
                Pipeline(StandardScaler(), SVC()),
                grid: ParameterGrid().varying("svc.class_weight", over: [.null, .map(weights)])
                    .varying(\SVC.c, over: [0.01, 1]), folds: StratifiedKFold(4)
            ).fit(data, on: SerialScheduler())
        }
        // The same order of classes by plain names.
        let plain: [ExactText: ExactText] = ["001": "a", "1": "b", "cafe\u{301}": "c", "caf\u{E9}": "d"]
        let labels = try #require(data.target.labels)
        let renamed = try Dataset(
            features: data.features,
            target: .labels(Labels(classes: ["a", "b", "c", "d"], codes: labels.codes)))
        let found = try await results(data, Self.weights)
        let expected = try await results(
            renamed, Dictionary(uniqueKeysWithValues: Self.weights.map { (plain[$0] ?? "", $1) }))
        #expect(found.candidates.map(\.scores) == expected.candidates.map(\.scores))
        #expect(Set(found.candidates.map { $0.scores["accuracy"]?.mean }).count > 1)
    }

    @Test func modelFilesKeepThem() throws {
        let data = try Self.data()
        let path = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fitted = try Pipeline(SVC(c: 10, classWeight: .weights(Self.weights))).fit(data)
        try ModelFile.write(fitted, to: path)
        let read = try ModelFile.read(path)
        #expect(exact(read.classes) == ["001", "1", "cafe\u{301}", "caf\u{E9}"])
        #expect(exact(read.featureNames) == ["\u{212A}", "K"])
        #expect(ExactText(read.targetName) == "caf\u{E9}")
        #expect((read.steps[0].estimator as? SVC)?.classWeight == .weights(Self.weights))
        let texts = try read.predict(data.features).texts
        #expect(exact(texts) == exact(try fitted.predict(data.features).texts))
        #expect(Set(exact(texts)).count == 4)
        #expect(
            try read.score(data.features, against: data.target, by: .accuracy)
                == fitted.score(data.features, against: data.target, by: .accuracy))
    }

    @Test func keysTellThemApart() throws {
        func digest(_ name: String) throws -> TaskKey {
            let labels = Labels(classes: [name, "z"], codes: [0, 1])
            return try Dataset(features: Matrix([[1], [2]]), target: .labels(labels)).digest
        }
        #expect(try digest(Self.composed) != digest(Self.decomposed))
        #expect(try digest("001") != digest("1"))
    }
}

private func exact(_ names: [String]) -> [ExactText] { names.map { ExactText($0) } }
