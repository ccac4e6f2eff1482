import Foundation
import Testing
import Trellis

/// Model files: what is read is what was written, or an error that says why.
@Suite struct ModelFileTests {
    private func temporary() -> String {
        FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)").path()
    }

    @Test(arguments: [
        Pipeline(StandardScaler(), PCA(nComponents: 2), SVC()),
        ["scale": MinMaxScaler(), "none": Passthrough(), "clf": LogisticRegression()],
    ]) func roundTripKeepsEveryBit(pipeline: Pipeline) throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fitted = try pipeline.fit(data)
        try ModelFile.write(fitted, to: path)
        let read = try ModelFile.read(path)
        #expect(read.pipeline.description == pipeline.description)
        #expect(
            read.featureNames == data.featureNames && read.classes == ["setosa", "versicolor", "virginica"])
        #expect(
            try read.predict(data.features, kinds: .decisionFunction).decisionFunction
                == fitted.predict(data.features, kinds: .decisionFunction).decisionFunction)
    }

    @Test func whatIsNotAModelIsRefused() throws {
        let data = try Fixtures.dataSet("iris", target: "species")
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: ModelFileError.cannotRead(path: path, reason: "there is no such file")) {
            try ModelFile.read(path)
        }
        try ModelFile.write(try Pipeline(SVC()).fit(data), to: path)
        let good = try Data(contentsOf: URL(filePath: path))
        func refusal(_ bytes: Data) throws -> ModelFileError? {
            try bytes.write(to: URL(filePath: path))
            return #expect(throws: ModelFileError.self) { try ModelFile.read(path) }
        }
        #expect(try refusal(Data()) == .notAModel(path: path))
        #expect(try refusal(Data("sepal,petal\n1,2\n".utf8)) == .notAModel(path: path))
        #expect(try refusal(good.dropLast(9)) == .damaged(path: path))
        for position in stride(from: 60, to: good.count, by: 997) {
            var damaged = good
            damaged[position] ^= 1
            #expect(try refusal(damaged) == .damaged(path: path))
        }
        let header = String(decoding: good.prefix(15), as: UTF8.self)
        let newer = Data("trellis-model 9".utf8) + good.dropFirst(header.utf8.count)
        #expect(try refusal(newer) == .otherVersion(path: path, found: 9, expected: 1))
        #expect(throws: ModelFileError.self) {
            try ModelFile.write(try Pipeline(SVC()).fit(data), to: "/no/such/folder/m")
        }
    }

    @Test func aStepThatIsNotRegisteredIsNamed() throws {
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ModelFile.write(try Pipeline(SVC()).fit(Fixtures.dataSet("iris", target: "species")), to: path)
        #expect(
            throws: ModelFileError.unknownContent(
                path: path, reason: "there is no step 'svc'; valid names are pca")
        ) { try ModelFile.read(path, registry: StepRegistry([PCA.self])) }
    }
}
