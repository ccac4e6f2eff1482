import Logging
import Trellis

extension Logger {
    /// Logs what was read for a search.
    func logReading(_ prepared: PreparedSearch) {
        let data = prepared.data
        info(
            "read the data",
            metadata: [
                "file": "\(prepared.source.path)", "rows": "\(data.rowCount)",
                "columns": "\(data.features.columns)", "target": "\(data.targetName)",
                "classes": "\(data.target.labels?.classes.count ?? 0)",
            ])
        guard logLevel <= .debug else { return }
        for (name, kind) in zip(data.featureNames, data.features.kinds) {
            debug("column", metadata: ["kind": "\(kind.rawValue)", "name": "\(name)"])
        }
    }
}

extension Logger {
    /// Logs the files of a chunked table, their parts and the kinds of its columns.
    func logOpening(_ table: ChunkedTable, _ paths: [String]) {
        info(
            "opened the files",
            metadata: [
                "files": "\(paths.count)", "first": "\(paths.first ?? "")", "parts": "\(table.chunkCount)",
                "columns": "\(table.columnNames.count)",
            ])
        guard logLevel <= .debug else { return }
        for (name, kind) in zip(table.columnNames, table.columnKinds) {
            debug("column", metadata: ["kind": "\(kind.rawValue)", "name": "\(name)"])
        }
    }
}
