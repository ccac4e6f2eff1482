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
    /// `TRELLIS_WORKER_LIBRARY`), else what lies beside the running program or in the checkout that it was built in, where
    /// `make setup-cluster` and `make worker` put it, else `python3`.
    ///
    /// The current folder is no such place, nor are those above it: whoever can write there would have code run.
    public static func find() -> PythonRuntime {
        let folders = Self.programFolder.map { Self.folders(of: $0, isCheckout: Self.isOwnCheckout) }
        return find(environment: BridgeProcess.environment, folders: folders ?? []) {
            FileManager.default.fileExists(atPath: $0)
        }
    }

    /// Finds the parts in folders, the nearest first, with the file system as an argument.
    static func find(
        environment: [String: String], folders: [String], exists: (String) -> Bool
    ) -> PythonRuntime {
        func first(_ name: String) -> String? {
            folders.lazy.map { "\($0)/\(name)" }.first(where: exists)
        }
        let beside = (folders.first.map { $0 + "/" } ?? "") + "libTrellisWorker.so"
        return PythonRuntime(
            python: environment[pythonVariable] ?? first(".venv-cluster/bin/python3") ?? "python3",
            packageFolder: environment[packageVariable]
                ?? first("python/trellis_dask").map { String($0.dropLast("/trellis_dask".count)) },
            library: environment[libraryVariable] ?? first(".build/worker/libTrellisWorker.so")
                ?? first("libTrellisWorker.so") ?? beside)
    }

    /// Throws unless the library that workers load is there.
    func check() throws(DaskClusterError) {
        guard FileManager.default.fileExists(atPath: library) else { throw .libraryMissing(path: library) }
    }

    /// A program's folder and the checkouts above it, the nearest first.
    static func folders(of program: String, isCheckout: (String) -> Bool) -> [String] {
        var folders = [program]
        var rest = program[...]
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            if !rest.isEmpty, isCheckout(String(rest)) { folders.append(String(rest)) }
        }
        return folders
    }

    /// Whether a folder holds a Swift package and belongs to whoever the program belongs to, or to root, and others may
    /// not write to it.
    private static func isOwnCheckout(_ folder: String) -> Bool {
        var (own, program) = (stat(), stat())
        guard FileManager.default.fileExists(atPath: folder + "/Package.swift"),
            stat(folder, &own) == 0, stat(Self.programFolder ?? "", &program) == 0
        else { return false }
        return (own.st_uid == program.st_uid || own.st_uid == 0) && own.st_mode & S_IWOTH == 0
    }

    private static var programFolder: String? {
        var path = CommandLine.arguments.first ?? ""
        #if os(Linux)
            path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? path
        #endif
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}
