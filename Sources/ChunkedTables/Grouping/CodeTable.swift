/// A hash table with open addressing that assigns codes to 64-bit words in order of first occurrence.
///
/// The hash has a random key, so that no file takes quadratic time. Codes do not depend on it.
struct CodeTable: Sendable {
    /// The words, by code.
    private(set) var words: [UInt64] = []

    /// The slots, each a code or -1; their number is a power of two, and at most half are occupied.
    private var slots = [Int32](repeating: -1, count: 64)

    /// The key of the hash, that of all tables: reading a constant of a type takes as long as finding a word.
    private let key = Self.key

    private static let key = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max) | 1)

    /// The number of words.
    var count: Int { words.count }

    /// Returns the code of a word, which is added if it is new.
    @inline(__always)
    mutating func code(of word: UInt64) -> Int32 {
        let mask = slots.count &- 1
        var slot = Self.hash(word, key) & mask
        while true {
            let code = slots[slot]
            if code < 0 { return insert(word) }
            if words[Int(code)] == word { return code }
            slot = (slot &+ 1) & mask
        }
    }

    /// Returns the code of a word; -1 if there is none.
    @inline(__always)
    func existingCode(of word: UInt64) -> Int32 {
        let mask = slots.count &- 1
        var slot = Self.hash(word, key) & mask
        while true {
            let code = slots[slot]
            if code < 0 || words[Int(code)] == word { return code }
            slot = (slot &+ 1) & mask
        }
    }

    /// Returns the codes of words.
    @inline(__always)
    mutating func codes(rows: Int, _ word: (Int) -> UInt64?) -> [Int32] {
        filled(rows) { row in word(row).map { code(of: $0) } ?? -1 }
    }

    @inline(__always)
    private static func hash(_ word: UInt64, _ key: (UInt64, UInt64)) -> Int {
        let product = (word ^ key.0).multipliedFullWidth(by: key.1)
        return Int(truncatingIfNeeded: (product.high ^ product.low) &>> 1)
    }

    @inline(never)
    private mutating func insert(_ word: UInt64) -> Int32 {
        let code = Int32(words.count)
        words.append(word)
        if words.count * 2 > slots.count {
            slots = [Int32](repeating: -1, count: slots.count * 2)
            for place in words.indices { occupy(place) }
        } else {
            occupy(words.count - 1)
        }
        return code
    }

    private mutating func occupy(_ place: Int) {
        let mask = slots.count - 1
        var slot = Self.hash(words[place], key) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(place)
    }
}
