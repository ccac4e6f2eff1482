import CMalloc
import Trellis

/// The command line `trellis`, with the steps and scorers of your package.
///
/// An executable that knows a step of its own consists of one call:
///
/// ```swift
/// import Trellis
/// import TrellisCommandLine
///
/// await TrellisCommandLine.run(steps: .standard.adding(Winsorizer.self))
/// ```
public enum TrellisCommandLine {
    /// Runs the subcommand given by the arguments of the process, and ends the process with an exit status if it fails.
    ///
    /// Call it first: it prepares OpenBLAS, which is safe only while no other thread runs.
    ///
    /// - Parameters:
    ///   - steps: The steps that pipelines, grids and model files can name.
    ///   - scorers: Additional scorers.
    public static func run(steps: StepRegistry = .standard, scorers: [Scorer] = []) async {
        OpenBLAS.prepare()
        trellis_return_freed_blocks()
        await Known.$steps.withValue(steps) {
            await Known.$added.withValue(scorers) { await RootCommand.runArguments() }
        }
    }
}

/// The steps and scorers that the arguments can name.
enum Known {
    /// The steps.
    @TaskLocal static var steps = StepRegistry.standard

    /// The scorers in addition to those of Trellis.
    @TaskLocal static var added: [Scorer] = []

    /// All scorers, beginning with those of Trellis.
    static var scorers: [Scorer] { Scorer.all + added }
}
