/// A format of compressed files and archives, identified by the first bytes of a file.
package enum CompressedFormat: String, CaseIterable, CustomStringConvertible, Sendable {
    case gzip, zip, xz, bzip2, zstd

    /// The number of bytes of the longest signature.
    package static let longestSignature = 6

    /// Identifies the format of a file by its first bytes; nil if the bytes match no format.
    package init?(of bytes: some Sequence<UInt8>) {
        let first = Array(bytes.prefix(Self.longestSignature))
        let format = Self.allCases.first { format in
            let signature = format.signature
            return first.count >= signature.count
                && Swift.zip(first, signature).allSatisfy { $1 == nil || $0 == $1 }
        }
        guard let format else { return nil }
        self = format
    }

    /// The first bytes of a file in this format; nil for any byte.
    private var signature: [UInt8?] {
        switch self {
        case .gzip: [0x1F, 0x8B]
        case .zip: [0x50, 0x4B, 0x03, 0x04]
        case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
        case .bzip2: [0x42, 0x5A, 0x68, nil, 0x31, 0x41]
        case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
        }
    }

    /// The name of the format.
    package var description: String { rawValue }
}
