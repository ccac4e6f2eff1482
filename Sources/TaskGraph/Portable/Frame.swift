/// The bytes of one large part of an encoded value, in the value's memory, without copying.
///
/// `@unchecked Sendable`: the bytes are never written, and `owner`, which is sendable, keeps them in place.
public struct Frame: @unchecked Sendable {
    private let owner: any Sendable
    private let bytes: UnsafeRawBufferPointer

    /// The number of bytes.
    public var count: Int { bytes.count }

    /// Creates a frame of bytes that stay in place, unchanged, while `owner` or a copy of it exists.
    public init(_ bytes: UnsafeRawBufferPointer, keptBy owner: any Sendable) {
        self.bytes = bytes
        self.owner = owner
    }

    /// Creates a frame of an array's elements in memory.
    public init<Element: BitwiseCopyable & Sendable>(_ elements: [Element]) {
        // An array's elements stay in place while its storage is referenced and unchanged. The frame references it, so
        // a change to the array meanwhile changes a copy.
        self.init(
            elements.withUnsafeBytes { UnsafeRawBufferPointer(start: $0.baseAddress, count: $0.count) },
            keptBy: elements)
    }

    /// Calls `body` with the bytes, which must not be used after the life of the frame.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    {
        try withExtendedLifetime(owner) { try body(bytes) }
    }
}
