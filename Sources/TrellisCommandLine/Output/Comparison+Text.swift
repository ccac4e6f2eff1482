extension Comparison {
    /// A table with one row per configuration, and whether all results are identical.
    var text: String {
        var table = TextTable([
            ("configuration", .left), ("median seconds", .right), ("speed-up", .right),
            ("efficiency", .right),
            ("tasks", .right), ("scores", .left),
        ])
        for outcome in outcomes {
            table.add([
                outcome.configuration.name, Numerals.seconds(outcome.median),
                "\(Numerals.fixed(speedUp(outcome), 2))×",
                efficiency(outcome).map(Numerals.percent) ?? "", "\(outcome.tasks)",
                agreement(of: outcome),
            ])
        }
        return "\(table.text)\n\n\(verdict)"
    }

    /// Whether all scores agree, and the number of runs.
    var verdict: String {
        let difference = outcomes.map(\.difference).max() ?? 0
        let verdict =
            outcomes.allSatisfy(\.isIdentical)
            ? "all scores are identical, bit for bit" : "all scores agree within \(Self.bound(difference))"
        return "\(verdict); \(Numerals.count(repeats, "run")) of each configuration"
    }

    /// How the scores of a configuration compare with those of the baseline.
    func agreement(of outcome: Outcome) -> String {
        outcome.isIdentical ? "identical" : "within \(Self.bound(outcome.difference))"
    }

    /// The least power of ten that is greater than or equal to a difference.
    private static func bound(_ difference: Double) -> String {
        guard difference.isFinite else { return "\(difference)" }
        let exponents = -17...17
        let exponent = exponents.first { difference <= Double("1e\($0)") ?? .infinity }
        return exponent.map { "1e\($0)" } ?? "\(difference)"
    }

    /// The content of the file that `--json` writes.
    struct Document: Encodable {
        let trellis: String
        let repeats: Int
        let identical: Bool
        let ways: [Entry]

        /// One configuration.
        struct Entry: Encodable {
            let scheduler: String
            let workers: Int
            let merging: Bool
            let sharing: Bool
            let medianSeconds: Double
            let seconds: [Double]
            let speedUp: Double
            /// Absent if no run with one worker is available for comparison.
            let efficiency: Double?
            let tasks: Int
            let identical: Bool
            /// The largest absolute difference between a score and that of the baseline.
            let difference: Double
        }
    }

    /// The comparison as an encodable document.
    var document: Document {
        Document(
            trellis: RootCommand.trellisVersion, repeats: repeats,
            identical: outcomes.allSatisfy(\.isIdentical),
            ways: outcomes.map { outcome in
                Document.Entry(
                    scheduler: outcome.configuration.scheduler.kind,
                    workers: outcome.configuration.scheduler.workers,
                    merging: outcome.configuration.reuse != .nothing,
                    sharing: outcome.configuration.reuse == .mergedAndShared, medianSeconds: outcome.median,
                    seconds: outcome.seconds,
                    speedUp: speedUp(outcome), efficiency: efficiency(outcome), tasks: outcome.tasks,
                    identical: outcome.isIdentical, difference: outcome.difference)
            })
    }
}
