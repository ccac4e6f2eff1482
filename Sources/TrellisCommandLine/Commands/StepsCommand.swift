import ArgumentParser
import Trellis

/// `trellis steps`: lists the available pipeline steps and their parameters.
struct StepsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "List the available pipeline steps, or the parameters of one step.",
        discussion: """
            EXAMPLE:
              trellis steps
              trellis steps svc
            """)

    @Argument(help: "Step to describe.")
    var step: String?

    @Flag(help: "Output JSON.")
    var json = false

    mutating func run() throws {
        let all = Known.steps.types.map { StepDescription($0) }
        guard let step else {
            return try Terminal.print(json ? JSONText.encode(all) : Self.table(all))
        }
        guard let one = all.first(where: { $0.kind == step }) else {
            throw TextError.unknownName(
                at: TextPlace("trellis steps"), what: "step", name: step,
                advice: advice(for: step, among: all.map(\.kind)))
        }
        try Terminal.print(json ? JSONText.encode(one) : Self.text(one))
    }

    private static func table(_ steps: [StepDescription]) -> String {
        var table = TextTable([
            ("step", .left), ("role", .left), ("weights", .left), ("sharing", .left), ("description", .left),
        ])
        for step in steps {
            let traits = step.sharing.map(\.rawValue).joined(separator: ", ")
            table.add([step.kind, step.role.rawValue, step.usesWeights ? "yes" : "", traits, step.summary])
        }
        return table.text
    }

    private static func text(_ step: StepDescription) -> String {
        let predictions = step.predictions.joined(separator: ", ")
        let title =
            "\(step.kind), a \(step.role.rawValue): \(step.summary)"
            + (predictions.isEmpty ? "" : "\nIt predicts \(predictions).")
            + (step.usesWeights ? "\nIts fit uses the weights of rows." : "")
        let sharing = step.sharing.map { "\n\($0.rawValue): \($0.summary)" }.joined()
        let traits = sharing.isEmpty ? "" : "\n\nWork shared between candidates:" + sharing
        if step.parameters.isEmpty { return title + "\n\nNo parameters." + traits }
        var table = TextTable([
            ("parameter", .left), ("default", .left), ("values", .left), ("description", .left),
        ])
        for parameter in step.parameters {
            table.add([parameter.name, "\(parameter.default)", parameter.expectation, parameter.summary])
        }
        return title + "\n\n" + table.text + traits
    }
}
