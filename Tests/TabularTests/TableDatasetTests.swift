import Learning
import LinearAlgebra
import Testing

@testable import Tabular

/// Tables made ready for learning.
@Suite struct SupervisedTests {
    private let mixed = "id,x,y,kind,whole,spread\na,1,0.5,dog,2,1.0\nb,2,-1,cat,10,2.5\nc,3,4e2,dog,2,3.0\n"

    @Test func textIsClassified() throws {
        let data = try table(mixed).dataset(target: "kind", excluding: ["id"])
        #expect(data.featureNames == ["x", "y", "whole", "spread"])
        #expect(try data.matrix == Matrix([[1, 0.5, 2, 1], [2, -1, 10, 2.5], [3, 400, 2, 3]]))
        #expect(data.target == .labels(Labels(["dog", "cat", "dog"])))
        #expect(data.targetName == "kind")
    }

    @Test func theColumnDecidesTheTaskUnlessToldOtherwise() throws {
        let table = try table(mixed)
        func target(_ name: String, _ problem: Problem?) throws -> Target {
            try table.dataset(target: name, problem: problem, excluding: ["id", "kind"]).target
        }
        #expect(try target("whole", nil) == .labels(Labels([2, 10, 2])))
        #expect(try target("whole", .regression) == .values([2, 10, 2]))
        #expect(try target("spread", nil) == .values([1, 2.5, 3]))
        #expect(try target("y", nil) == .values([0.5, -1, 400]))
    }

    @Test func wholeRealsAreClassesIfAsked() throws {
        let table = try table("x,y\n1,1.0\n2,10.0\n3,2e0\n4,10\n")
        let target = try table.dataset(target: "y", problem: .classification).target
        #expect(target.labels?.classes == ["1", "2", "10"])
        #expect(target.labels?.codes == [0, 2, 1, 2])
    }

    @Test func textsThatUnicodeHoldsEqualAreTwoClasses() throws {
        let labels = try table("x,y\n1,\u{E9}\n2,e\u{301}\n3,z\n4,e\u{301}\n").groups("y")
        // By their bytes: e, z, é.
        #expect(labels.classes.map { Array($0.utf8) } == [Array("e\u{301}".utf8), [0x7A], [0xC3, 0xA9]])
        #expect(labels.codes == [2, 0, 1, 0])
    }

    /// Whole numbers with leading zeros or a plus sign are classes as the file has them, and numbers as features.
    @Test(arguments: [
        ("001,1,2", ["001", "1", "2"], [0, 1, 2]), ("1,+1,2", ["+1", "1", "2"], [1, 0, 2]),
        ("10,9,-0", ["-0", "10", "9"], [1, 2, 0]), ("10,9,2", ["2", "9", "10"], [2, 1, 0]),
        ("1.0,01,2", ["01", "1.0", "2"], [1, 0, 2]),
    ])
    func classesStayWhatTheFileSays(cells: String, classes: [String], codes: [Int32]) throws {
        let lines = cells.split(separator: ",").map { "\($0),\($0)" }
        let table = try table("x,y\n" + lines.joined(separator: "\n") + "\n")
        let data = try table.dataset(target: "y", problem: .classification)
        #expect(data.target.labels?.classes == classes)
        #expect(data.target.labels?.codes == codes)
        #expect(try data.matrix.values == cells.split(separator: ",").compactMap { Double($0) })
    }

    @Test func columnsAreTheirBytes() throws {
        let table = try table("e\u{301},\u{E9},y\n1,2,a\n3,4,b\n")
        #expect(try table.features(including: ["\u{E9}"]).matrix?.values == [2, 4])
        #expect(try table.dataset(target: "y", excluding: ["e\u{301}"]).matrix.values == [2, 4])
    }

    @Test func textOfIntegersAndTextIsSortedAsText() throws {
        #expect(try table("g\n10\n9\nx\n").groups("g").classes == ["10", "9", "x"])
    }

    @Test func featuresStandInTheOrderAskedFor() throws {
        let table = try table(mixed)
        #expect(try table.features(including: ["y", "x"]).matrix == Matrix([[0.5, 1], [-1, 2], [400, 3]]))
        #expect(
            try table.features(excluding: ["id", "kind", "y", "spread"]).matrix
                == Matrix([[1, 2], [2, 10], [3, 2]]))
    }

    @Test func manyRowsFillTheMatrixRight() throws {
        let rows = 1000
        let text = "a,b,c\n" + (0..<rows).map { "\($0),\($0).25,\(-$0)\n" }.joined()
        let matrix = try table(text).features(excluding: []).matrix
        #expect(matrix == Matrix((0..<rows).map { [Double($0), Double($0) + 0.25, Double(-$0)] }))
    }

    static let errors:
        [(text: String, target: String, problem: Problem?, excluding: [String], message: String)] = [
            (
                "a,b\n1,2\n3,4\n", "c", nil, [],
                "t.csv: there is no column 'c'; did you mean 'a' or 'b'?"
            ),
            (
                "a,b\n1,2\n3,4\n", "b", nil, ["A"],
                "t.csv: there is no column 'A'; did you mean 'a' or 'b'?"
            ),
            (
                "a,b\n1,2\n3,4\n", "b", nil, ["a"],
                "t.csv: there are no feature columns besides the target 'b'"
            ),
            ("b\n2\n4\n", "b", nil, [], "t.csv: there are no feature columns besides the target 'b'"),
            (
                "a,b\n1,2\n3,2\n", "b", nil, [],
                "t.csv: the target 'b' is '2' in every row; expected at least two classes"
            ),
            (
                "a,b\n1,x\n3,x\n", "b", nil, [],
                "t.csv: the target 'b' is 'x' in every row; expected at least two classes"
            ),
            ("a,b\n1,2\nNA,3\n", "b", nil, [], "t.csv:3:a: a feature must be a number, but found 'NA'"),
            (
                "a,b\n\"x\ny\",2\nz,3\n", "b", nil, [],
                "t.csv:2:a: a feature must be a number, but found 'x⏎y'"
            ),
            (
                "c,a,b\n\"1\n\",1,2\n2,?,3\n", "b", nil, ["c"],
                "t.csv:4:a: a feature must be a number, but found '?'"
            ),
            (
                "a,b\n\(String(repeating: "long", count: 30)),2\n1,3\n", "b", nil, [],
                "t.csv:2:a: a feature must be a number, but found '\(String(repeating: "long", count: 10))…'"
            ),
            (
                "a,b\n1,2\n2,3\n,4\n", "b", nil, [],
                "t.csv:4:a: a feature must have a value, but the cell is empty"
            ),
            ("a,b\n,2\nx,3\n", "b", nil, [], "t.csv:2:a: a feature must have a value, but the cell is empty"),
            ("a,b\n1,2\nx,3\n,4\n", "b", nil, [], "t.csv:3:a: a feature must be a number, but found 'x'"),
            ("a,b\n1,2\nNaN,3\n", "b", nil, [], "t.csv:3:a: a feature must be finite, but found 'NaN'"),
            ("a,b\n1,2\n-inf,3\n", "b", nil, [], "t.csv:3:a: a feature must be finite, but found '-inf'"),
            (
                "a,b\n1.5,2\n1e999,3\n", "b", nil, [],
                "t.csv:3:a: a feature must be at most 1.8e308 in magnitude, but found '1e999'"
            ),
            ("a,b\n1,2\n2,\n", "b", nil, [], "t.csv:3:b: a target must have a value, but the cell is empty"),
            (
                "a,b\n1,2\n2,\n", "b", .regression, [],
                "t.csv:3:b: a target must have a value, but the cell is empty"
            ),
            ("a,b\n1,x\n2,\n", "b", nil, [], "t.csv:3:b: a target must have a value, but the cell is empty"),
            ("a,b\n1,2\n2,nan\n", "b", nil, [], "t.csv:3:b: a target must be finite, but found 'nan'"),
            (
                "a,b\n1,2\n2,nan\n", "b", .classification, [],
                "t.csv:3:b: a target must be finite, but found 'nan'"
            ),
            (
                "a,b\n1,2\n2,-1e999\n", "b", nil, [],
                "t.csv:3:b: a target must be at most 1.8e308 in magnitude, but found '-1e999'"
            ),
            (
                "a,b\n1,x\n2,y\n", "b", .regression, [],
                "t.csv:2:b: a target must be a number, but found 'x'"
            ),
            (
                "a,b\n1,2\n2,2.5\n3,3.5\n", "b", .classification, [],
                "t.csv:3:b: a target must be text or a whole number, but found '2.5'"
            ),
            ("a,b\n1,2\n2,-9007199254740991\n", "b", .classification, [], "no error"),
            (
                "a,b\n1,2\n2,9007199254740993\n", "b", .classification, [],
                "t.csv:3:b: a target must be text or a whole number below 2^53 in magnitude, but found "
                    + "'9007199254740993'"
            ),
        ]

    @Test(arguments: errors.indices) func whatCannotBeLearnedFromIsNamed(index: Int) {
        let sample = Self.errors[index]
        for chunkSize in [7, 1 << 18] {
            let found = message {
                _ = try table(sample.text, limits: ReadingLimits(chunkSize: chunkSize))
                    .dataset(target: sample.target, problem: sample.problem, excluding: sample.excluding)
            }
            #expect(found == sample.message)
        }
    }

    @Test func absentFeaturesAreAllNamed() throws {
        let table = try table(mixed)
        #expect(
            message { _ = try table.features(including: ["x", "p"]) }
                == "t.csv: the model needs a column that is missing: 'p'")
        #expect(
            message { _ = try table.features(including: ["q", "x", "p"]) }
                == "t.csv: the model needs columns that are missing: 'q', 'p'")
    }

    @Test func groupsMayNotBeMissingOrFractions() throws {
        let table = try table("g,h\n1,0.5\n,1\n")
        #expect(
            message { _ = try table.groups("g") }
                == "t.csv:3:g: a group must have a value, but the cell is empty")
        #expect(
            message { _ = try table.groups("h") }
                == "t.csv:2:h: a group must be text or a whole number, but found '0.5'")
    }

    @Test func aSlipOfThePenFindsItsName() throws {
        let table = try Table(csv: dataset("digits"))
        #expect(
            message { _ = try table.groups("digits") }.hasSuffix(
                "there is no column 'digits'; did you mean 'digit'?"))
        #expect(
            message { _ = try table.groups("Pixel_7_7") }.hasSuffix(
                "did you mean 'pixel_7_7' or 'pixel_0_7' or 'pixel_1_7'?"))
        #expect(
            message { _ = try table.groups("zebra crossing") }.hasSuffix(
                "pixel_1_0, pixel_1_1, and 55 more"))
    }
}
