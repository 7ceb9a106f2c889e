import { formatKurus } from '@emanet/contracts/money'
import { messagesFor } from '@emanet/messages/catalogue'
import { createClient } from '@emanet/contracts/client'
import { Text, View } from 'react-native'
export default function Home() {
  return <View><Text>{formatKurus(12345, 'tr')} {messagesFor('tr').app.name} {String(typeof createClient)}</Text></View>
}
