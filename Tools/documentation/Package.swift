// swift-tools-version: 6.2

import PackageDescription

// Runs the code in the project's documents: a package of its own, so that those who depend on Trellis get none of it.
let package = Package(
    name: "documentation",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "Documentation"),
        .executableTarget(
            name: "run-documentation", dependencies: ["Documentation"], path: "Sources/RunDocumentation"),
        .testTarget(name: "DocumentationTests", dependencies: ["Documentation"]),
    ],
    swiftLanguageModes: [.v6]
)
