// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "trellis",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Trellis", targets: ["Trellis"]),
        .executable(name: "trellis", targets: ["TrellisCommand"]),
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

        // The library, from the ground up. What a module may import is what stands here.
        .target(name: "LinearAlgebra", dependencies: ["COpenBLAS"]),
        .target(name: "Learning", dependencies: ["LinearAlgebra"]),
        .target(name: "TaskGraph", dependencies: ["CXXHash"]),
        .target(name: "LocalScheduling", dependencies: ["TaskGraph"]),
        .target(name: "Tabular", dependencies: ["Learning", "LinearAlgebra"]),
        .target(name: "ModelSelection", dependencies: ["Learning", "LinearAlgebra", "TaskGraph"]),
        .target(
            name: "Trellis",
            dependencies: [
                "LinearAlgebra", "Learning", "TaskGraph", "LocalScheduling", "Tabular", "ModelSelection",
            ]),

        // The command line and the benchmarks: thin shells over the library.
        .executableTarget(
            name: "TrellisCommand",
            dependencies: [
                "Trellis", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "TrellisBenchmark",
            dependencies: ["Trellis"],
            path: "Benchmarks/TrellisBenchmark"),

        .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], exclude: ["Golden"]),
        .testTarget(name: "LearningTests", dependencies: ["Learning"], exclude: ["Golden"]),
        .testTarget(name: "TaskGraphTests", dependencies: ["TaskGraph"], exclude: ["Golden"]),
        .testTarget(name: "LocalSchedulingTests", dependencies: ["LocalScheduling"]),
        .testTarget(name: "TabularTests", dependencies: ["Tabular"], exclude: ["Golden"]),
        // Runs the built command.
        .testTarget(name: "CommandLineTests", dependencies: ["TrellisCommand"]),
        .testTarget(name: "ModelSelectionTests", dependencies: ["Trellis"], exclude: ["Golden"]),
    ],
    swiftLanguageModes: [.v6]
)
