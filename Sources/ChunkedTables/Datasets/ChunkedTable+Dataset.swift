public import ChunkedData
internal import ChunkedMatrices
public import Learning
internal import LinearAlgebra
internal import Tabular
public import TaskGraph

extension ChunkedTable {
    /// Returns the rows as a dataset in chunks, for fits and searches.
    ///
    /// The features are all other columns: numbers, categories and dates, with missing cells. They are read part by part
    /// whenever a computation needs them, and are never in memory as a whole. All rows are read once, now, for the target,
    /// which is held with 8 bytes a row, the names of the categories, and the first missing cell of each column. Rows that
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
    /// - Throws: ``ChunkedTableError`` for a column that does not exist, a missing target or one that is no class or
    ///   number; `TabularError` for an invalid cell, no rows or a single class; `CancellationError`.
    /// - Complexity: O(size of the files).
    public func dataset(
        target: String, for problem: Problem, on scheduler: some Scheduler, memoryLimit: Int? = nil,
        onEvent: RunEvent.Handler? = nil
    ) async throws -> ChunkedDataset {
        let names = try features(except: target)
        let reading = problem == .classification ? readingAsText(target, with: names) : self
        let (scans, kinds) = try reading.scans(outputs: ([target] + names).map { .column($0) })
        if problem == .regression, ![.number, .flag].contains(kinds[0]) {
            throw ChunkedTableError.targetNotNumbers(column: target)
        }
        var graph = TaskGraph()
        let tasks = scans.map { graph.insert(ScanPart(scan: $0, kinds: kinds), .init([$0], in: &graph)) }
        let parts: [ScannedPart] = try await graph.values(
            of: tasks, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        let column = TargetColumn(parts.map(\.target), name: target, source: source)
        let (values, classes) = try column.values(for: problem)

        let used = parts.indices.filter { parts[$0].target.rows > 0 }
        let rows = AxisChunks(sizes: used.map { parts[$0].target.rows })
        let y = ChunkedMatrix(
            Matrix(rows: values.count, columns: 1, values: values), rows: rows,
            columns: AxisChunks(length: 1, size: 1))
        return try ChunkedDataset(
            features: chunkedFeatures(names, used, of: parts, rows),
            target: problem == .classification ? .classes(y, names: classes) : .values(y),
            featureNames: names, targetName: target)
    }

    /// Returns the columns with some names, as parts that are read when they are needed.
    ///
    /// - Parameters:
    ///   - names: The names of the columns.
    ///   - used: The parts with rows.
    ///   - parts: What is in all parts.
    ///   - rows: The rows of the used parts.
    private func chunkedFeatures(
        _ names: [String], _ used: [Int], of parts: [ScannedPart], _ rows: AxisChunks
    ) throws -> ChunkedFeatures {
        let (scans, kinds) = try self.scans(outputs: names.map { .column($0) })
        var columns = names.map { _ in ScannedColumn() }
        for (chunk, part) in used.enumerated() {
            for (place, column) in parts[part].features.enumerated() {
                columns[place].add(column, after: rows[chunk].lowerBound)
            }
        }
        let profile = FeatureProfile(
            zip(columns, kinds).map { column, kind in
                .init(
                    kind: kind.columnKind, categoryCount: column.names.count,
                    firstMissing: column.firstMissing)
            })
        guard kinds.contains(where: { !$0.isNumeric }) else {
            let operations = used.enumerated().map { chunk, part in
                ReadNumbers(scan: scans[part], columns: names.count, rows: rows[chunk].count)
            }
            let matrix = ChunkedMatrix(rows: rows, columns: names.count) { chunk, graph in
                graph.insert(operations[chunk], .init([operations[chunk].scan], in: &graph))
            }
            return ChunkedFeatures(matrix, profile)
        }
        let categories = zip(columns, kinds).map { $1 == .text ? CategoryNames($0.names) : nil }
        let operations = used.enumerated().map { chunk, part in
            ReadFeatures(scan: scans[part], kinds: kinds, names: categories, rows: rows[chunk].count)
        }
        return ChunkedFeatures(rows: rows, profile) { chunk, graph in
            graph.insert(operations[chunk], .init([operations[chunk].scan], in: &graph))
        }
    }

    /// Returns the names of the columns but one.
    private func features(except target: String) throws -> [String] {
        _ = try column(target)
        let others = columns.filter { ExactText($0.name) != ExactText(target) }
        guard !others.isEmpty else { throw TabularError.noFeatures(file: source.name, target: target) }
        return others.map(\.name)
    }

    /// Returns the table with a column read as text, so that classes keep their spelling; the table itself if a step needs
    /// the column as it is.
    private func readingAsText(_ name: String, with others: [String]) -> ChunkedTable {
        var table = self
        table.source.read(name, as: .category)
        let outputs = ([name] + others).map { ColumnExpression.column($0) }
        let isReadable = (try? table.scans(outputs: outputs).kinds.first) == .text
        return isReadable ? table : self
    }
}
