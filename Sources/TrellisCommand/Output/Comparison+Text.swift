extension Comparison {
    /// A row for each way, and whether all gave the same.
    var text: String {
        var table = TextTable([
            ("way", .left), ("median seconds", .right), ("speed-up", .right), ("efficiency", .right),
            ("tasks", .right), ("identical", .left),
        ])
        for outcome in outcomes {
            table.add([
                outcome.way.name, Numerals.seconds(outcome.median), "\(Numerals.fixed(speedUp(outcome), 2))×",
                efficiency(outcome).map(Numerals.percent) ?? "", "\(outcome.tasks)",
                outcome.isIdentical ? "yes" : "no",
            ])
        }
        let verdict =
            outcomes.allSatisfy(\.isIdentical)
            ? "all scores are identical, bit for bit" : "the scores are not identical"
        return "\(table.text)\n\n\(verdict); medians of \(Numerals.count(repeats, "run")) each"
    }

    /// What `--json` writes.
    struct Document: Encodable {
        let trellis: String
        let repeats: Int
        let identical: Bool
        let ways: [Entry]

        /// One way.
        struct Entry: Encodable {
            let scheduler: String
            let workers: Int
            let merging: Bool
            let medianSeconds: Double
            let seconds: [Double]
            let speedUp: Double
            /// Absent where there is nothing to compare with.
            let efficiency: Double?
            let tasks: Int
            let identical: Bool
        }
    }

    /// The comparison as data.
    var document: Document {
        Document(
            trellis: TrellisCommand.trellisVersion, repeats: repeats,
            identical: outcomes.allSatisfy(\.isIdentical),
            ways: outcomes.map { outcome in
                Document.Entry(
                    scheduler: outcome.way.scheduler.kind, workers: outcome.way.scheduler.workers,
                    merging: outcome.way.merging, medianSeconds: outcome.median, seconds: outcome.seconds,
                    speedUp: speedUp(outcome), efficiency: efficiency(outcome), tasks: outcome.tasks,
                    identical: outcome.isIdentical)
            })
    }
}
