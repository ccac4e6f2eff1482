import LinearAlgebra

/// Each list is encoded as a matrix with one row, whose elements are written as bytes.
extension AscendingNumbers: NumberSummary {
    private enum CodingKeys: String, CodingKey { case lists, missingCount }

    /// Encodes the lists.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let matrices = lists.map { Matrix(rows: 1, columns: $0.count, values: $0) }
        try container.encode(matrices, forKey: .lists)
        try container.encode(missingCount, forKey: .missingCount)
    }

    /// Decodes the lists.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            lists: try container.decode([Matrix].self, forKey: .lists).map(\.values),
            missingCount: try container.decode(Int.self, forKey: .missingCount))
    }

    /// Throws unless each list has numbers in ascending order.
    func validate() throws {
        try require(missingCount >= 0, "the number of missing cells is negative")
        try require(
            lists.allSatisfy { list in !list.isEmpty && zip(list, list.dropFirst()).allSatisfy { $0 <= $1 } },
            "numbers must be in ascending order")
    }
}
