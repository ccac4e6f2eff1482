import Foundation
import Testing
import Trellis

/// The release in files that the compiler does not read.
@Suite struct ReleaseTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every `from: "1.2.3"` of a dependency on Trellis.
    @Test func dependenciesOnTrellisNameTheRelease() throws {
        var count = 0
        for path in ["Examples/Package.swift", "README.md"] {
            for match in try Self.text(path).matches(of: /trellis"[^\n]*, from: "([^"]*)"/) {
                #expect(String(match.1) == Release.version, "\(path)")
                count += 1
            }
        }
        #expect(count >= 1)
    }

    @Test func thePythonPackageHasTheRelease() throws {
        #expect(try Self.text("python/pyproject.toml").contains("\nversion = \"\(Release.version)\"\n"))
        #expect(
            try Self.text("python/trellis_dask/__init__.py").contains(
                "\n__version__ = \"\(Release.version)\"\n"))
    }
}
