/** The house's mark: two squares make the eight-pointed star, the thing entrusted lies in its middle. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" fill="none">
      <path
        d="M28.5 16 16 28.5 3.5 16 16 3.5ZM24.84 24.84H7.16V7.16h17.68Z"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="16" r="3.6" className="fill-turquoise" />
    </svg>
  )
}
