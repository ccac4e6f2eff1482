/// Guesses which of some names was meant by one that is not among them.
enum NearestNames {
    /// At most so many names are all shown.
    static let few = 8

    /// All names if they are few; else up to three that a slip or two away, nearest first.
    static func to(_ name: String, among names: [String]) -> [String] {
        if names.count <= few { return names }
        let limit = max(2, name.count / 3)
        return names.map { ($0, editDistance(name.lowercased(), $0.lowercased())) }
            .filter { $0.1 <= limit }
            .sorted { $0.1 < $1.1 }
            .prefix(3)
            .map(\.0)
    }

    /// The least number of characters to insert, delete or replace to make one text the other (Levenshtein).
    static func editDistance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var distances = Array(0...second.count)
        for (row, character) in first.enumerated() {
            var diagonal = distances[0]
            distances[0] = row + 1
            for (column, other) in second.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = distances[column + 1]
                distances[column + 1] = min(replaced, diagonal + 1, distances[column] + 1)
            }
        }
        return distances[second.count]
    }
}
