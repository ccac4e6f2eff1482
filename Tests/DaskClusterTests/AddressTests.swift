import Testing

@testable import DaskCluster

@Suite("Addresses and what is found where")
struct AddressTests {
    @Test("of schedulers", arguments: ["tcp://host:8786", "tls://10.0.0.1:1", "tcp://[::1]:65535"])
    func good(address: String) throws {
        #expect(try ClusterAddress(scheduler: address) == .scheduler(address, nil))
    }

    @Test(
        "of anything else are refused",
        arguments: [
            "", "host:8786", "tcp://host", "tcp://:8786", "tcp://host:0", "tcp://host:65536", "tcp://host:x",
            "http://host:1", "tcp://a b:1", "tcp://host:1/path",
        ])
    func bad(address: String) {
        #expect(throws: DaskClusterError.malformedAddress(address)) { try ClusterAddress(scheduler: address) }
    }

    @Test(
        "that others can listen to",
        arguments: [
            ("tcp://10.0.0.1:1", true), ("tcp://host:1", true), ("tcp://127.0.0.1:1", false),
            ("tcp://localhost:1", false), ("tcp://[::1]:1", false), ("tls://host:1", false),
            ("tcp://localhost.example:1", true),
        ])
    func exposed(address: String, isExposed: Bool) throws {
        #expect(try ClusterAddress(scheduler: address).isExposed == isExposed)
    }

    @Test("the environment takes precedence, then the nearest folder, then the system")
    func runtime() {
        func find(_ environment: [String: String], _ files: Set<String>) -> PythonRuntime {
            .find(environment: environment, folders: ["/a/b/c", "/a/b", "/a"]) { files.contains($0) }
        }
        #expect(
            find([:], [])
                == PythonRuntime(
                    python: "python3", packageFolder: nil, library: "/a/b/c/libTrellisWorker.so"))
        #expect(
            find(
                [:],
                [
                    "/a/.venv-cluster/bin/python3", "/a/b/.venv-cluster/bin/python3",
                    "/a/python/trellis_dask",
                    "/a/b/c/libTrellisWorker.so",
                ])
                == PythonRuntime(
                    python: "/a/b/.venv-cluster/bin/python3", packageFolder: "/a/python",
                    library: "/a/b/c/libTrellisWorker.so"))
        #expect(
            find(
                ["TRELLIS_PYTHON": "p", "TRELLIS_PYTHON_PACKAGE": "f", "TRELLIS_WORKER_LIBRARY": "l"],
                ["/a/.venv-cluster/bin/python3"])
                == PythonRuntime(python: "p", packageFolder: "f", library: "l"))
    }

    @Test("only the program's folder and the checkouts above it are looked at")
    func folders() {
        let checkouts: Set<String> = ["/home/me/trellis", "/home/me/trellis/Examples", "/home"]
        #expect(
            PythonRuntime.folders(of: "/home/me/trellis/Examples/.build/release") { checkouts.contains($0) }
                == [
                    "/home/me/trellis/Examples/.build/release", "/home/me/trellis/Examples",
                    "/home/me/trellis", "/home",
                ])
        #expect(PythonRuntime.folders(of: "/usr/bin") { checkouts.contains($0) } == ["/usr/bin"])
    }

    @Test("a program elsewhere takes nothing from the current folder")
    func currentFolder() {
        let found = PythonRuntime.find(environment: [:], folders: ["/usr/bin"]) { !$0.hasPrefix("/usr/bin") }
        #expect(
            found
                == PythonRuntime(
                    python: "python3", packageFolder: nil, library: "/usr/bin/libTrellisWorker.so"))
    }
}
