public import ChunkedMatrices
public import Learning
internal import LinearAlgebra
internal import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Returns the rows as a dataset in chunks, for fits and searches.
    ///
    /// The features are all other columns, which must be numbers or conditions. They are read part by part whenever a
    /// computation needs them, and are never in memory as a whole. The target is read once, now, and held: 8 bytes a row. Rows that
    /// were sorted on a cluster, or joined there with a large table, are sorted or joined again for each pass.
    ///
    /// ```swift
    /// let trips = try ChunkedTable(csv: "trips-*.csv")
    ///     .filter { $0.fare > 0 }
    ///     .select(["fare", "distance", "tip"])
    /// let data = try await trips.dataset(target: "tip", for: .regression, on: ThreadedScheduler())
    /// ```
    ///
    /// The classes of a column are those of `Table.dataset(target:problem:weights:excluding:dropMissingTarget:)`: texts, or
    /// whole numbers, of which `1` and `1.0` are the same class; if any of them has leading zeros, each text is a class.
    ///
    /// - Parameters:
    ///   - target: The column to predict.
    ///   - problem: Whether its values are classes or numbers.
    ///   - scheduler: The scheduler, which does not affect the result.
    ///   - memoryLimit: The maximum bytes of running tasks; nil for no limit.
    ///   - onEvent: Receives the events of the run.
    /// - Throws: ``ChunkedTableError`` for a column that does not exist, features that are not numbers, a missing target or
    ///   one that is no class; `TabularError` for an invalid cell, no rows or a single class; `CancellationError`. A missing
    ///   number among the features fails the task that reads it, with ``ChunkedTableError/missingNumber(file:near:column:)``.
    /// - Complexity: O(size of the files).
    public func dataset(
        target: String, for problem: Problem, on scheduler: some Scheduler, memoryLimit: Int? = nil,
        onEvent: RunEvent.Handler? = nil
    ) async throws -> ChunkedDataset {
        let features = try numericColumns(except: target)
        let reading = problem == .classification ? readingAsText(target) : self
        let (scans, kinds) = try reading.scans(outputs: [.column(target)])
        if problem == .regression, ![.number, .flag].contains(kinds[0]) {
            throw ChunkedTableError.notNumbers(columns: [target], role: "target")
        }
        var graph = TaskGraph()
        let tasks = scans.map {
            graph.insert(ReadPart(scan: $0, limit: nil, kinds: kinds), .init([$0], in: &graph))
        }
        let chunks: [TableChunk] = try await graph.values(
            of: tasks, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        let column = TargetColumn(chunks, name: target, source: source)
        let (values, names) = try column.values(for: problem)

        let used = chunks.indices.filter { chunks[$0].rows > 0 }
        let rows = AxisChunks(sizes: used.map { chunks[$0].rows })
        let (ofFeatures, _) = try self.scans(outputs: features.map { .column($0) })
        let operations = used.map {
            ReadNumbers(scan: ofFeatures[$0], columns: features, rows: chunks[$0].rows)
        }
        let x = ChunkedMatrix(rows: rows, columns: features.count) { chunk, graph in
            graph.insert(operations[chunk], .init([operations[chunk].scan], in: &graph))
        }
        let y = ChunkedMatrix(
            Matrix(rows: values.count, columns: 1, values: values), rows: rows,
            columns: AxisChunks(length: 1, size: 1))
        return try ChunkedDataset(
            features: x, target: problem == .classification ? .classes(y, names: names) : .values(y),
            featureNames: features, targetName: target)
    }

    /// Returns the names of the columns but one, which must be numbers or conditions.
    private func numericColumns(except target: String) throws -> [String] {
        _ = try column(target)
        let others = columns.filter { ExactText($0.name) != ExactText(target) }
        guard !others.isEmpty else { throw TabularError.noFeatures(file: source.name, target: target) }
        let texts = others.filter { $0.kind != .number && $0.kind != .flag }.map(\.name)
        guard texts.isEmpty else { throw ChunkedTableError.notNumbers(columns: texts, role: "feature") }
        return others.map(\.name)
    }

    /// Returns the table with a column read as text, so that classes keep their spelling; the table itself if a step needs
    /// the column as it is.
    private func readingAsText(_ name: String) -> ChunkedTable {
        var table = self
        table.source.read(name, as: .category)
        let isReadable = (try? table.scans(outputs: [.column(name)]).kinds) == [.text]
        return isReadable ? table : self
    }
}
