/// Counts rows that equal an earlier row.
enum DuplicateRows {
    /// Returns the number of rows of a table that equal an earlier row in all columns; missing cells are equal.
    ///
    /// - Complexity: O(rows × columns).
    static func count(in table: Table) -> Int {
        // The factor is random, so that no file can be made whose rows collide. The result does not depend on it.
        let factor = UInt64.random(in: 0 ... .max) | 1
        var hashes = [UInt64](repeating: 0, count: table.rowCount)
        for column in table.columns { column.addHashes(to: &hashes, factor) }

        var slotCount = 16
        while slotCount < 2 * hashes.count { slotCount *= 2 }
        var slots = [Int32](repeating: -1, count: slotCount)
        var duplicates = 0
        for row in hashes.indices {
            var slot = Int(truncatingIfNeeded: hashes[row] >> 8) & (slotCount - 1)
            while slots[slot] >= 0 {
                let other = Int(slots[slot])
                if hashes[other] == hashes[row], table.columns.allSatisfy({ $0.hasEqualCells(other, row) }) {
                    duplicates += 1
                    break
                }
                slot = (slot + 1) & (slotCount - 1)
            }
            if slots[slot] < 0 { slots[slot] = Int32(row) }
        }
        return duplicates
    }
}

extension Column {
    /// Mixes the cells into the hash of each row.
    fileprivate func addHashes(to hashes: inout [UInt64], _ factor: UInt64) {
        switch values {
        // A missing integer is stored as 0; that it may collide with a 0 does no harm.
        case .integer(let cells):
            for row in hashes.indices {
                Self.mix(UInt64(UInt32(bitPattern: cells[row])), into: &hashes[row], factor)
            }
        case .real(let cells):
            // Adding zero turns -0 into 0.
            for row in hashes.indices {
                let bits = cells[row].isNaN ? 1 : (cells[row] + 0).bitPattern
                Self.mix(bits, into: &hashes[row], factor)
            }
        case .text(let categories):
            for row in hashes.indices {
                Self.mix(UInt64(UInt32(bitPattern: categories.codes[row])), into: &hashes[row], factor)
            }
        }
    }

    @inline(__always)
    private static func mix(_ word: UInt64, into hash: inout UInt64, _ factor: UInt64) {
        let product = (hash ^ word ^ factor).multipliedFullWidth(by: factor)
        hash = product.high ^ product.low
    }

    /// Whether the cells of two rows are equal.
    fileprivate func hasEqualCells(_ row: Int, _ other: Int) -> Bool {
        switch values {
        case .integer(let cells):
            cells[row] == cells[other] && missing.contains(row) == missing.contains(other)
        case .real(let cells): cells[row] == cells[other] || cells[row].isNaN && cells[other].isNaN
        case .text(let categories): categories.codes[row] == categories.codes[other]
        }
    }
}
