import Foundation
import Testing

/// What there is: help, version, steps, scorers.
@Suite struct ListingTests {
    @Test(arguments: ["search", "compare", "plan", "predict", "score", "steps", "scorers"])
    func helpHasAnExample(_ command: String) throws {
        let run = try Trellis.run([command, "--help"])
        #expect(run.output.contains("EXAMPLE:\n  trellis \(command)"))
        #expect(run.output.contains("USAGE: trellis \(command)"))
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    @Test func versionIsTold() throws {
        let run = try Trellis.run("--version")
        #expect(run.output.contains(/^trellis \d+\.\d+\.\d+\n$/))
        #expect(run.status == 0)
    }

    @Test func stepsAreListed() throws {
        let run = try Trellis.run("steps")
        #expect(run.output.contains(/\nstandard-scaler +transformer +summary, affine +\w/))
        #expect(run.output.contains(/\nsvc +classifier +kernel, path +\w/))
        #expect(run.status == 0)
    }

    @Test func parametersAreListed() throws {
        let run = try Trellis.run("steps svc")
        #expect(run.output.contains(/\nC +1\.0 +a number greater than 0 +\w/))
        #expect(run.output.contains(/\nkernel +rbf +one of linear, rbf, poly, sigmoid +\w/))
        #expect(run.status == 0)
    }

    private struct Step: Decodable {
        struct Parameter: Decodable {
            let name: String
            let `default`: SearchJSON.Value
            let expectation: String
            let summary: String
        }
        let kind: String
        let role: String
        let summary: String
        let parameters: [Parameter]
        let sharing: [String]
    }

    @Test func stepsAsJSON() throws {
        let all = try JSONDecoder().decode([Step].self, from: Data(Trellis.run("steps --json").output.utf8))
        let one = try JSONDecoder().decode(Step.self, from: Data(Trellis.run("steps pca --json").output.utf8))
        #expect(one.role == "transformer")
        #expect(one.parameters.map(\.name) == ["n_components", "whiten"])
        #expect(one.parameters.map(\.default) == [.null, .bool(false)])
        #expect(all.map(\.kind).contains("pca"))
        for step in all { #expect(try Trellis.run(["steps", step.kind]).status == 0) }
    }

    @Test func scorersAreListed() throws {
        let run = try Trellis.run("scorers")
        #expect(run.output.contains(/\naccuracy +classification +\w/))
        #expect(run.output.contains(/\nneg_mean_squared_error +regression +\w/))
        #expect(run.status == 0)
    }
}
