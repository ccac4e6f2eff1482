import Foundation
import Learning

/// Draws inputs that are nearly those it is given, the same ones everywhere.
struct Mutation {
    private var generator: SplitMix64
    private let pool: [[UInt8]]

    /// Bytes and words that parsers treat in ways of their own.
    private static let pieces: [[UInt8]] =
        [
            "\"", ",", "\n", "\r\n", "{", "}", "[", "]", "(", ")", ":", "|", "=", "-", "nan", "inf", "1e308",
            "-0", "null", "\u{FEFF}",
        ]
        .map { Array($0.utf8) } + [
            [0], [0xFF], [0x80], [0x7F, 0xFF, 0xFF, 0xFF], [UInt8](repeating: 0xFF, count: 8),
        ]

    init(of pool: [[UInt8]], seed: UInt64) {
        self.pool = pool
        generator = SplitMix64(state: seed)
    }

    /// The next input.
    mutating func next() -> [UInt8] {
        var bytes = pool[below(pool.count)]
        for _ in 0...below(4) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        switch below(7) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << below(8)
        case 1 where place < bytes.count: bytes[place] = UInt8(below(256))
        case 2: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
        case 4: bytes.removeSubrange(place...)
        case 5:
            let other = pool[below(pool.count)]
            let start = below(other.count + 1)
            bytes.insert(contentsOf: other[start..<min(other.count, start + 1 + below(32))], at: place)
        default:
            let count = min(bytes.count - place, 1 + below(16))
            bytes.insert(contentsOf: bytes[place..<place + count], at: place)
        }
    }

    private mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
}
