import type { mobile as turkish } from '../tr/mobile.ts'

export const mobile: typeof turkish = {
  phone: {
    back: 'Back',
    close: 'Close',
    search: 'Search the list',
    renew: 'Renew',
    appearance: 'Appearance',
    system: 'Automatic',
    light: 'Light',
    dark: 'Dark',
    resuming: 'Going on with your purchase…',
    resumingText: 'Your order is not lost; we are finding where it stopped.',
    signedOut: 'Sign in to see this',
    signedOutText: 'Your orders, your sales and the money we hold for you are waiting.',
    pushTitle: 'Shall we tell you when the parcel is on its way?',
    pushText: 'We notify you about your orders and about nothing else.',
    pushYes: 'Turn notifications on',
    pushNo: 'Not now',
    pushOn: 'Notifications are on.',
    pushLater: 'Notifications are allowed; they start once we can reach the service.',
    pushDenied: 'Notifications are off. You can turn them on in the settings of your phone.',
    camera: 'Take a picture',
    gallery: 'Choose from the gallery',
    cameraDenied: 'The camera is not allowed. You can allow it in the settings of your phone, or choose from the gallery.',
    uploadFailed: 'This picture could not be uploaded. Try again.',
  },
}
