// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "trellis",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Trellis", targets: ["Trellis"]),
        .executable(name: "trellis", targets: ["TrellisCommand"]),
        // What cluster workers load; packages with steps of their own build another from the interface.
        .library(name: "TrellisWorker", type: .dynamic, targets: ["TrellisWorker"]),
        .library(name: "TrellisWorkerInterface", targets: ["TrellisWorkerInterface"]),
        .library(name: "DaskCluster", targets: ["DaskCluster"]),
        // For this package's own tests.
        .library(name: "ClusterTestWorker", type: .dynamic, targets: ["ClusterTestWorker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries, seen only by the module that wraps each.
        .systemLibrary(
            name: "COpenBLAS",
            pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas", "lapack"])]),
        .systemLibrary(
            name: "CXXHash",
            pkgConfig: "libxxhash",
            providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),

        .systemLibrary(name: "CMalloc"),

        // The library, from the ground up. What a module may import is what stands here.
        .target(name: "LinearAlgebra", dependencies: ["COpenBLAS"]),
        .target(name: "CVectorLoops"),
        .target(name: "Learning", dependencies: ["LinearAlgebra", "CVectorLoops"]),
        .target(name: "Files"),
        .target(name: "TaskGraph", dependencies: ["CXXHash"]),
        .target(name: "LocalScheduling", dependencies: ["TaskGraph"]),
        .target(name: "Tabular", dependencies: ["Files", "Learning", "LinearAlgebra"]),
        .target(name: "ModelSelection", dependencies: ["Files", "Learning", "LinearAlgebra", "TaskGraph"]),
        .target(name: "DaskCluster", dependencies: ["TaskGraph"]),
        .target(name: "Scaling", dependencies: ["TaskGraph"]),
        .target(
            name: "Trellis",
            dependencies: [
                "LinearAlgebra", "Learning", "TaskGraph", "LocalScheduling", "Tabular", "ModelSelection",
            ]),

        // What cluster workers load: the C interface, and the library of it that knows Trellis's own steps.
        .target(name: "CTrellisWorker"),
        .target(name: "TrellisWorkerInterface", dependencies: ["CTrellisWorker", "Trellis"]),
        .target(name: "TrellisWorker", dependencies: ["Trellis", "TrellisWorkerInterface"]),

        // The command line and the benchmarks: thin shells over the library.
        .executableTarget(
            name: "TrellisCommand",
            dependencies: [
                "Trellis", "DaskCluster", "Files", "Scaling", "CMalloc", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "TrellisBenchmark",
            dependencies: ["Trellis", "DaskCluster", "Scaling"],
            path: "Benchmarks/TrellisBenchmark"),

        .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], exclude: ["Golden"]),
        .testTarget(name: "VectorLoopsTests", dependencies: ["CVectorLoops"]),
        .testTarget(name: "LearningTests", dependencies: ["Learning"], exclude: ["Golden"]),
        .testTarget(name: "TaskGraphTests", dependencies: ["TaskGraph"], exclude: ["Golden"]),
        .testTarget(name: "LocalSchedulingTests", dependencies: ["LocalScheduling", "TestOperations"]),
        .testTarget(name: "ScalingTests", dependencies: ["Scaling", "TestOperations"]),
        .testTarget(name: "DaskClusterTests", dependencies: ["DaskCluster", "TestOperations"]),

        // What every scheduler is tested with; and what clusters are, which `make test-cluster` sets up.
        .target(name: "TestOperations", dependencies: ["TaskGraph"], path: "Tests/TestOperations"),
        .target(
            name: "ClusterTestWorker", dependencies: ["TestOperations", "TrellisWorkerInterface"],
            path: "Tests/ClusterTestWorker"),
        .testTarget(
            name: "SchedulerConformanceTests",
            dependencies: ["DaskCluster", "LocalScheduling", "TestOperations"]),
        .testTarget(
            name: "ClusterTests",
            dependencies: ["DaskCluster", "LocalScheduling", "TestOperations", "Trellis"]),

        .testTarget(name: "FilesTests", dependencies: ["Files"]),
        .testTarget(name: "TabularTests", dependencies: ["Tabular"], exclude: ["Golden"]),
        // Runs the built command.
        .testTarget(
            name: "CommandLineTests", dependencies: ["TaskGraph", "TrellisCommand"], exclude: ["Expected"]),
        .testTarget(
            name: "TrellisWorkerInterfaceTests",
            dependencies: ["CTrellisWorker", "TestOperations", "TrellisWorkerInterface"]),
        .testTarget(name: "ModelSelectionTests", dependencies: ["Trellis"], exclude: ["Golden"]),
        // What reads foreign bytes, on inputs made to break it; `make fuzz` goes on under libFuzzer.
        .testTarget(
            name: "FuzzTests", dependencies: ["DaskCluster", "Trellis", "TrellisCommand"],
            exclude: ["Corpus"]),
    ],
    swiftLanguageModes: [.v6]
)
