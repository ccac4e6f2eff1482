import Foundation

/// Files of golden values in `Golden/`.
enum GoldenFile {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The content of `Golden/NAME.json`.
    static func read<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws
        -> Content
    {
        try JSONDecoder().decode(
            Content.self, from: Data(contentsOf: folder.appending(path: "Golden/\(name).json")))
    }
}

/// The difference of two numbers relative to the second, or absolute if that is less than 1.
func difference(_ found: Double, _ expected: Double) -> Double {
    found == expected ? 0 : abs(found - expected) / max(1, abs(expected))
}

/// The difference of two numbers relative to the second.
func relativeDifference(_ found: Double, _ expected: Double) -> Double {
    found == expected ? 0 : abs(found - expected) / abs(expected)
}
