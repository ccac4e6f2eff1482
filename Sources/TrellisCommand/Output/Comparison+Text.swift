extension Comparison {
    /// A row for each way, and whether all gave the same.
    var text: String {
        var table = TextTable([
            ("way", .left), ("median seconds", .right), ("speed-up", .right), ("efficiency", .right),
            ("tasks", .right), ("scores", .left),
        ])
        for outcome in outcomes {
            table.add([
                outcome.way.name, Numerals.seconds(outcome.median), "\(Numerals.fixed(speedUp(outcome), 2))×",
                efficiency(outcome).map(Numerals.percent) ?? "", "\(outcome.tasks)",
                outcome.isIdentical ? "identical" : "within \(Self.bound(outcome.difference))",
            ])
        }
        let difference = outcomes.map(\.difference).max() ?? 0
        let verdict =
            outcomes.allSatisfy(\.isIdentical)
            ? "all scores are identical, bit for bit" : "all scores agree within \(Self.bound(difference))"
        return "\(table.text)\n\n\(verdict); medians of \(Numerals.count(repeats, "run")) each"
    }

    /// A power of ten that is no less than a difference.
    private static func bound(_ difference: Double) -> String {
        guard difference.isFinite else { return "\(difference)" }
        let exponents = -17...17
        let exponent = exponents.first { difference <= Double("1e\($0)") ?? .infinity }
        return exponent.map { "1e\($0)" } ?? "\(difference)"
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
            let sharing: Bool
            let medianSeconds: Double
            let seconds: [Double]
            let speedUp: Double
            /// Absent where there is nothing to compare with.
            let efficiency: Double?
            let tasks: Int
            let identical: Bool
            /// How far a score is at most from that of the first way.
            let difference: Double
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
                    merging: outcome.way.saving != .nothing,
                    sharing: outcome.way.saving == .mergedAndShared, medianSeconds: outcome.median,
                    seconds: outcome.seconds,
                    speedUp: speedUp(outcome), efficiency: efficiency(outcome), tasks: outcome.tasks,
                    identical: outcome.isIdentical, difference: outcome.difference)
            })
    }
}
