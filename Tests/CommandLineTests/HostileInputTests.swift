import Foundation
import Testing

/// Impossible requests and malicious inputs fail soon, with a clear message.
@Suite struct HostileInputTests {
    private let iris = ["datasets/iris.csv", "--target", "species", "--pipeline", "svc"]

    /// What is written to standard error, of a command that is refused.
    private func refusal(_ arguments: [String]) throws -> String {
        let run = try Trellis.run(arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
        return run.errors
    }

    @Test(
        .timeLimit(.minutes(20)),
        arguments: [
            "shuffle:1000000000:0.2", "stratified-shuffle:999999999999:0.2", "repeated:5:1000000000",
            "shuffle:9223372036854775807:0.2", "repeated:5:9223372036854775807",
        ])
    func moreSplitsThanMemoryHas(_ folds: String) throws {
        for command in ["search", "plan"] {
            let errors = try refusal([command] + iris + ["--cv", folds])
            #expect(
                errors.wholeMatch(
                    of:
                        /error: the plan of 1 candidates on \d+ splits would need about \d+ GB of memory, but \d+ GB are available; search fewer candidates or use fewer splits\n/
                )
                    != nil, "\(errors)")
        }
    }

    @Test(.timeLimit(.minutes(20))) func moreCandidatesThanMemoryHas() throws {
        let grid = ["--grid", "svc.C=1:2:lin:10000", "--grid", "svc.gamma=1:2:lin:10000"]
        #expect(
            try refusal(["search"] + iris + grid).hasPrefix("error: the plan of 100000000 candidates on "))
    }

    /// Requests beyond the limits of the process fail, too.
    @Test(.timeLimit(.minutes(20))) func moreCandidatesThanAddressSpaceHas() throws {
        let arguments =
            ["plan"] + iris + ["--grid", "svc.C=1:2:lin:3000", "--grid", "svc.gamma=1:2:lin:3000"]
        let run = try Trellis.run(arguments, addressSpace: 3_000_000_000)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("error: the plan of 9000000 candidates on "))
    }

    /// Each alias stands for nine of the one before.
    @Test(.timeLimit(.minutes(20))) func aliasesInASpecification() throws {
        let folder = try TemporaryFolder()
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip("bcdefghij", "abcdefghi") {
            let aliases = Array(repeating: "*\(before)", count: 9).joined(separator: ", ")
            text += "\(name): &\(name) [\(aliases)]\n"
        }
        let path = try folder.write(text, to: "bomb.yaml")
        #expect(
            try refusal(["search", "--spec", path])
                == "error: \(path):1:4: a value begins with '&', but anchors and aliases are not supported; write the value in full, or quote it\n"
        )
    }

    /// The parser would call itself until its stack is used up.
    @Test(
        .timeLimit(.minutes(20)),
        arguments: [
            String(repeating: "[", count: 500_000), String(repeating: "{a: ", count: 200_000),
            String(repeating: "- ", count: 400_000),
            (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        ])
    func deepSpecification(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "deep.yaml")
        let errors = try refusal(["search", "--spec", path])
        #expect(errors.hasPrefix("error: \(path):"))
        #expect(
            errors.hasSuffix(
                ": values are nested more than 200 levels deep; a specification needs at most four\n"))
    }

    @Test func aSpecificationThatIsNoFileOfText() throws {
        let folder = try TemporaryFolder()
        let long = try folder.write(String(repeating: "- a\n", count: 1 << 19), to: "long.yaml")
        #expect(
            try refusal(["search", "--spec", long])
                == "error: \(long): cannot be read: it has more than 1024 KiB, which is the limit for such a file\n"
        )
        #expect(
            try refusal(["search", "--spec", "datasets"])
                == "error: datasets: cannot be read: it is a directory\n")
    }

    @Test func aDevice() throws {
        #expect(
            try refusal(["search", "/dev/zero", "--target", "y", "--pipeline", "svc"])
                == "error: /dev/zero: cannot be read: it is a device; expected a file or a pipe\n")
    }

    /// An open quote swallows the rest of a file, which is scanned a few times and not once a chunk.
    @Test(.timeLimit(.minutes(20))) func anOpenQuote() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a,b\n\"" + String(repeating: "1,2\n", count: 1 << 24), to: "open.csv")
        #expect(
            try refusal(["search", path, "--target", "b", "--pipeline", "svc"])
                == "error: \(path):2:a: the quote that begins this value is never closed\n")
    }

    @Test(.timeLimit(.minutes(20))) func veryManyColumns() throws {
        let folder = try TemporaryFolder()
        let names = (0..<200_000).map { "x\($0)" }.joined(separator: ",")
        let path = try folder.write(
            names + "\n" + String(repeating: "1,", count: 199_999) + "2\n", to: "wide.csv")
        #expect(
            try refusal(["search", path, "--target", "y", "--pipeline", "svc"]).hasPrefix(
                "error: \(path): there is no column 'y'"))
    }

    /// Whatever the spelling, an output is no input and no other output.
    @Test func outputsThatWouldBeLost() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(
            String(contentsOfFile: Trellis.repository.path + "/datasets/iris.csv", encoding: .utf8),
            to: "d.csv")
        let spec = try folder.write("target: species\npipeline: svc\n", to: "s.yaml")
        try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "d.csv")
        let search = ["search", data, "--spec", spec]
        let dotted = folder["./s.yaml"]
        #expect(
            try refusal(search + ["--json", dotted])
                == "error: --json: '\(dotted)' is also the specification; write to another file\n")
        #expect(
            try refusal(search + ["--save", folder["link"]])
                == "error: --save: '\(folder["link"])' is also the data; write to another file\n")
        #expect(
            try refusal(search + ["--json", folder["out"], "--results", folder["./out"]])
                == "error: --results: '\(folder["./out"])' is also the file of --json; write to another file\n"
        )
        #expect(
            try refusal(["plan", data, "--spec", spec, "--dot", data])
                == "error: --dot: '\(data)' is also the data; write to another file\n")
        let model = folder["m"]
        #expect(try Trellis.run(search + ["--save", model, "--quiet"]).status == 0)
        let saved = try folder.text("m")
        #expect(
            try refusal(["predict", model, data, "--output", model])
                == "error: --output: '\(model)' is also the model; write to another file\n")
        #expect(try folder.text("m") == saved)
    }

    /// The answer is printed before a file is written, which may fail.
    @Test func anOutputThatFailsLosesNothing() throws {
        let folder = try TemporaryFolder()
        let model = folder["m"]
        #expect(try Trellis.run(["search"] + iris + ["--quiet", "--save", model]).status == 0)
        for (arguments, answer) in [
            (["search"] + iris + ["--quiet", "--json", "/dev/full"], "best:"),
            (["search"] + iris + ["--quiet", "--results", "/dev/full"], "best:"),
            (["search"] + iris + ["--quiet", "--save", "/dev/full"], "best:"),
            (["plan"] + iris + ["--dot", "/dev/full"], "1 candidate on 5 splits"),
            (["predict", model, "datasets/iris.csv", "--output", "/dev/full"], ""),
        ] {
            let run = try Trellis.run(arguments)
            #expect(run.status == 1)
            #expect(run.output.hasPrefix(answer))
            let what = arguments.contains("--save") ? "cannot write the model" : "cannot be written"
            #expect(run.errors == "error: /dev/full: \(what): No space left on device\n")
        }
    }
}
