import Foundation
import TaskGraph
import Testing

/// Models saved by a search are used by `predict` and `score`.
@Suite struct ModelTests {
    private let folder: TemporaryFolder
    private let model: String

    init() throws {
        folder = try TemporaryFolder()
        model = folder["iris.model"]
        let run = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--save", model,
            "--pipeline", "standard-scaler | pca(n_components=2) | logistic-regression",
        ])
        #expect(run.status == 0)
    }

    private var iris: [[String]] {
        get throws {
            let url = Trellis.repository.appending(path: "datasets/iris.csv")
            return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
                .map { $0.split(separator: ",").map(String.init) }
        }
    }

    @Test func scoreIsTheShareOfRightPredictions() throws {
        let predicted = try Trellis.run(["predict", model, "datasets/iris.csv"])
        #expect(predicted.status == 0)
        #expect(predicted.errors == "")
        let lines = predicted.output.split(separator: "\n").map(String.init)
        let truth = try iris.map { $0[4] }
        #expect(lines[0] == "species")
        #expect(lines.count == 151)
        let right = zip(lines, truth).dropFirst().filter { $0 == $1 }.count
        #expect((130..<150).contains(right))

        let scored = try Trellis.run(["score", model, "datasets/iris.csv", "--target", "species"])
        #expect(scored.output == "accuracy: \(Double(right) / 150)\n")
        #expect(scored.status == 0)
        let more = try Trellis.run([
            "score", model, "datasets/iris.csv", "--scoring", "accuracy,neg_log_loss",
        ])
        #expect(more.output.contains(/^accuracy: \d\.\d+\nneg_log_loss: -0\.\d+\n$/))
    }

    @Test func probabilitiesAddUp() throws {
        let run = try Trellis.run([
            "predict", model, "datasets/iris.csv", "--probabilities", "--output", folder["p.csv"],
        ])
        #expect(run.output == "")
        #expect(run.status == 0)
        let rows = try folder.text("p.csv").split(separator: "\n").map {
            $0.split(separator: ",").map(String.init)
        }
        #expect(
            rows[0] == ["species", "probability_setosa", "probability_versicolor", "probability_virginica"])
        #expect(rows.count == 151)
        for row in rows.dropFirst() {
            let shares = row.dropFirst().compactMap { Double($0) }
            #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
            let likeliest = shares.indices.max { shares[$0] < shares[$1] } ?? 0
            #expect(row[0] == ["setosa", "versicolor", "virginica"][likeliest])
        }
    }

    @Test func columnsAreKeptAsTheyAreWritten() throws {
        let header = try #require(try iris.first).joined(separator: ",")
        let text = #"""
            id,"a, ""note""",\#(header)
            007," x ",5.10,3.5,1.4,0.2,setosa
            +8,"y, ""z""",6.3,+3.3,6.00,2.5,virginica
            NA,,5.9,3.0,4.2,1.5,

            """#
        let path = try folder.write(text, to: "new.csv")
        let expected = #"""
            "a, ""note""",id,sepal_length_cm,petal_length_cm,species
             x ,007,5.10,1.4,setosa
            "y, ""z""",+8,6.3,6.00,virginica
            ,NA,5.9,4.2,versicolor

            """#
        let keep = ["--keep", "\"a, \"\"note\"\"\",id", "--keep", "sepal_length_cm,petal_length_cm"]
        // An ignored column can be kept, and standard input is read once.
        let run = try Trellis.run(["predict", model, path, "--ignore", "id"] + keep)
        #expect(run.errors == "" && run.output == expected && run.status == 0)
        let piped = try Trellis.run(["predict", model, "-"] + keep, inputFrom: path)
        #expect(piped.errors == "" && piped.output == expected && piped.status == 0)

        let truth = try Trellis.run(["predict", model, path, "--keep", "species", "--probabilities"])
        let rows = truth.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(
            rows[0] == [
                "species", "predicted_species", "probability_setosa", "probability_versicolor",
                "probability_virginica",
            ])
        #expect(rows[1...].map { $0[0] } == ["setosa", "virginica", ""])
        #expect(rows[1...].map { $0[1] } == ["setosa", "virginica", "versicolor"])

        let unknown = try Trellis.run(["predict", model, path, "--keep", "idd"])
        #expect(unknown.errors == "error: \(path): there is no column 'idd'; did you mean 'id'?\n")
        #expect(unknown.output == "" && unknown.status == 2)
        let twice = try Trellis.run(["predict", model, path, "--keep", "id,id"])
        #expect(twice.errors == "error: --keep: found 'id' twice, expected each column once\n")
        #expect(twice.status == 2)
    }

    @Test func supportVectorMachinesPredictProbabilities() throws {
        let svc = folder["svc.model"]
        let search = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--save", svc, "--scoring", "neg_log_loss",
            "--pipeline", "standard-scaler | svc(probability=true, random_state=7)",
        ])
        #expect(search.status == 0)
        let run = try Trellis.run(["predict", svc, "datasets/iris.csv", "--probabilities"])
        let rows = run.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(rows.count == 151 && rows[0].count == 4)
        for row in rows.dropFirst() {
            let shares = row.dropFirst().compactMap { Double($0) }
            #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-12)
        }
    }

    /// Columns are picked by name: their order does not matter, nor what else there is.
    @Test func columnsArePickedByName() throws {
        let rows = try iris.map { ["note \($0[0])", $0[3], $0[2], $0[1], $0[0]] }
        let text = rows.enumerated().map { ($0 == 0 ? ["note"] + $1.dropFirst() : $1).joined(separator: ",") }
        let path = try folder.write(text.joined(separator: "\n"), to: "other.csv")
        let other = try Trellis.run(["predict", model, path])
        #expect(other.status == 0)
        #expect(other.output == (try Trellis.run(["predict", model, "datasets/iris.csv"]).output))
    }

    @Test func missingColumnsAreNamed() throws {
        let path = try folder.write("sepal_width_cm,petal_length_cm\n1,2\n", to: "few.csv")
        let run = try Trellis.run(["predict", model, path])
        #expect(
            run.errors
                == "error: \(path): the model needs columns that are missing: 'sepal_length_cm', 'petal_width_cm'\n"
        )
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    /// Numbers so large that a step makes infinities of them: the step, by its name, and the line.
    @Test func classesThatTheModelDoesNotKnowAreNamed() throws {
        let folder = try TemporaryFolder()
        let model = folder["model"]
        let train = try folder.write("x,y\n1,a\n2,b\n1,a\n2,b\n1,a\n2,b\n", to: "train.csv")
        _ = try Trellis.run(
            ["search", train, "--target", "y", "--pipeline", "svc", "--cv", "kfold:3", "--save", model])
        let test = try folder.write("x,y\n1,a\n2,c\n1,d e\n2,b\n", to: "test.csv")
        let scored = try Trellis.run(["score", model, test])
        #expect(scored.output == "accuracy: 0.5\n")
        #expect(
            scored.errors
                == "warning: \(test): column 'y' has classes that the model does not know: 'c', 'd e'\n")
        #expect(try Trellis.run(["score", model, train]).errors.isEmpty)
    }

    @Test(arguments: ["predict", "score"])
    func rowsThatOverflowAreNamed(_ command: String) throws {
        let named = folder["named.model"]
        _ = try Trellis.run([
            "search", "datasets/iris.csv", "--target", "species", "--save", named,
            "--pipeline", "centre: standard-scaler | svc",
        ])
        let rows = "5.1,3.5,1.4,0.2,setosa\n1.7e308,-1.7e308,1.4,0.2,\"setosa\"\n"
        let header = try #require(try iris.first).joined(separator: ",")
        let path = try folder.write("\(header)\n\(rows)", to: "large.csv")
        let run = try Trellis.run([command, named, path])
        #expect(
            run.errors == """
                error: \(path):3: centre: the result for row 1 of 2 (counted from 0) is not a finite number: the values \
                of the row are too large

                """)
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    @Test func whatAModelCannotTellIsRefused() throws {
        let plain = folder["svc.model"]
        _ = try Trellis.run(irisSearch + ["--save", plain])
        let run = try Trellis.run(["predict", plain, "datasets/iris.csv", "--probabilities"])
        #expect(run.errors == "error: svc cannot predict probabilities; set probability=true\n")
        #expect(run.status == 2)
        let scored = try Trellis.run(["score", plain, "datasets/iris.csv", "--scoring", "r2"])
        #expect(scored.errors == "error: r2 scores numbers, but the target has classes\n")
        #expect(scored.status == 2)
        let target = try Trellis.run(["score", plain, "datasets/iris.csv", "--target", "specie"])
        #expect(
            target.errors
                == "error: datasets/iris.csv: there is no column 'specie'; did you mean 'species'?\n")
        #expect(target.status == 2)
    }

    @Test(arguments: ["predict", "score"])
    func damagedModelIsRefused(_ command: String) throws {
        var bytes = try Data(contentsOf: URL(filePath: model))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: model))
        let run = try Trellis.run([command, model, "datasets/iris.csv"])
        #expect(
            run.errors
                == "error: \(model): the model file is damaged: its checksum does not match its content\n")
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    /// The checksum is made anew, as it is by somebody who means harm.
    @Test(arguments: ["predict", "score"])
    func modelThatContradictsItselfIsRefused(_ command: String) throws {
        let lines = try String(contentsOfFile: model, encoding: .utf8).split(separator: "\n")
        let body = lines[1].replacing(/"intercepts":\[[^\]]*\]/, with: "\"intercepts\":[0]")
        #expect(body != lines[1])
        let checksum = Array(body.utf8).withUnsafeBytes { TaskKey(hashing: $0) }
        try "trellis-model 1 \(checksum)\n\(body)".write(toFile: model, atomically: false, encoding: .utf8)
        let run = try Trellis.run([command, model, "datasets/iris.csv"])
        #expect(
            run.errors == """
                error: \(model): the model is not valid: step 'logistic-regression': 3 classes require 3 intercepts, not 1

                """)
        #expect(run.output == "")
        #expect(run.status == 2)
    }

    @Test func otherFilesAreNoModels() throws {
        let run = try Trellis.run(["predict", "datasets/iris.csv", "datasets/iris.csv"])
        #expect(run.errors == "error: datasets/iris.csv: the file is not a Trellis model\n")
        #expect(run.status == 2)
        let none = try Trellis.run(["predict", "no.model", "datasets/iris.csv"])
        #expect(none.errors == "error: no.model: cannot read the model: there is no such file\n")
        #expect(none.status == 2)
    }
}
