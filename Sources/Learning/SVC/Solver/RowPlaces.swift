/// Memory for rows of a maximum width, divided into slots.
struct RowPlaces<Element: KernelElement>: ~Copyable {
    /// The slot is free.
    static var free: Int32 { -1 }

    /// The slot is reserved for a row that is about to be read.
    static var reserved: Int32 { -2 }

    /// The stride between rows: the width, rounded up to whole vectors.
    let stride: Int

    /// For each slot, the example of its row, or ``free`` or ``reserved``.
    let exampleOf: WorkBuffer<Int32>

    /// For each slot, the generation of active examples of its row.
    let generationOf: WorkBuffer<Int32>

    /// The number of slots used so far, which are the first ones.
    private(set) var taken = 0

    /// The used slots that are free again.
    private var freed: [Int] = []

    private let elements: WorkBuffer<Element>

    init(width: Int, count: Int) {
        stride = padded(width)
        elements = WorkBuffer(uninitialized: count * stride)
        exampleOf = WorkBuffer(count: count, repeating: Self.free)
        generationOf = WorkBuffer(count: count, repeating: 0)
    }

    /// Reserves and returns a free slot, if there is one.
    mutating func takeFree() -> Int? {
        let place = freed.popLast() ?? (taken < exampleOf.count ? taken : nil)
        guard let place else { return nil }
        taken = max(taken, place + 1)
        exampleOf[place] = Self.reserved
        return place
    }

    /// Frees a slot.
    mutating func free(_ place: Int) {
        exampleOf[place] = Self.free
        freed.append(place)
    }

    /// Returns the row in a slot.
    func row(_ place: Int) -> UnsafeMutablePointer<Element> { elements.start + place * stride }
}
