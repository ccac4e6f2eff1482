import FoundationEssentials

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// What a cluster is used with: a Python that has Dask, this project's Python package, and the library that
/// workers load.
public struct PythonRuntime: Equatable, Sendable {
    /// The Python, by its path or by a name to be looked for on the `PATH`.
    public var python: String

    /// The folder in which the package `trellis_dask` lies; nil if Python finds it by itself.
    public var packageFolder: String?

    /// The library that workers load.
    public var library: String

    /// A runtime from its parts.
    public init(python: String, packageFolder: String?, library: String) {
        self.python = python
        self.packageFolder = packageFolder
        self.library = library
    }

    /// The variables of the environment that name the parts.
    static let (pythonVariable, packageVariable, libraryVariable) = (
        "TRELLIS_PYTHON", "TRELLIS_PYTHON_PACKAGE", "TRELLIS_WORKER_LIBRARY"
    )

    /// Finds the parts: what the environment names (`TRELLIS_PYTHON`, `TRELLIS_PYTHON_PACKAGE`,
    /// `TRELLIS_WORKER_LIBRARY`), else what lies in or above the folder of the running program or the current
    /// one, where `make setup-cluster` and `make worker` put it, else `python3`.
    public static func find() -> PythonRuntime {
        find(
            environment: BridgeProcess.environment,
            folders: [Self.programFolder, FileManager.default.currentDirectoryPath].compactMap { $0 }
        ) { FileManager.default.fileExists(atPath: $0) }
    }

    /// Finds the parts, with the file system as an argument.
    static func find(
        environment: [String: String], folders: [String], exists: (String) -> Bool
    ) -> PythonRuntime {
        let places = folders.flatMap(Self.ancestors)
        func first(_ name: String) -> String? {
            places.lazy.map { "\($0)/\(name)" }.first(where: exists)
        }
        return PythonRuntime(
            python: environment[pythonVariable] ?? first(".venv-cluster/bin/python3") ?? "python3",
            packageFolder: environment[packageVariable]
                ?? first("python/trellis_dask").map { String($0.dropLast("/trellis_dask".count)) },
            library: environment[libraryVariable] ?? first(".build/worker/libTrellisWorker.so")
                ?? first("libTrellisWorker.so") ?? ".build/worker/libTrellisWorker.so")
    }

    /// Throws unless the library that workers load is there.
    func check() throws(DaskClusterError) {
        guard FileManager.default.fileExists(atPath: library) else { throw .libraryMissing(path: library) }
    }

    /// A folder and those above it, the nearest first.
    private static func ancestors(of folder: String) -> [String] {
        var folders: [String] = []
        var rest = folder[...]
        while let slash = rest.lastIndex(of: "/") {
            folders.append(String(rest))
            rest = rest[..<slash]
        }
        return folders
    }

    private static var programFolder: String? {
        var path = CommandLine.arguments.first ?? ""
        #if os(Linux)
            path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? path
        #endif
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}
